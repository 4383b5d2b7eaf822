"""The page on which somebody chooses a password, with a link that is good once. It knows nothing of any case."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth import views as auth
from django.contrib.auth.forms import SetPasswordForm
from django.core.validators import MaxLengthValidator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext_lazy

from casework.models import Staff
from casework.services import staff_accounts

LONGEST = 1_000


# Django says these on our pages of the log-in, and its own Welsh lacks them or speaks of something else.
_DJANGO_SAYS = (
    gettext_noop(
        "Please enter a correct %(username)s and password. Note that both fields may be case-sensitive."
    ),
    gettext_noop("The password is too similar to the %(verbose_name)s."),
    gettext_noop("This password is too common."),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
        12,
    ),
)


class ChoosePasswordForm(SetPasswordForm):
    """Django's own checks under our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first, again = self.fields["new_password1"], self.fields["new_password2"]
        first.label, again.label = _("New password"), _("The same once more")
        first.help_text, again.help_text = (
            _("12 characters or more. Three words that do not belong together are good."),
            "",
        )
        first.error_messages["required"] = _("Choose a password.")
        again.error_messages["required"] = _("Write the same password once more.")
        for field in (first, again):
            field.validators.append(MaxLengthValidator(LONGEST, _("Use 1,000 characters or fewer.")))

    error_messages = {"password_mismatch": gettext_lazy("The two passwords differ. Write the same twice.")}


class SetPassword(auth.PasswordResetConfirmView):
    """Django's view takes the token out of the address before it shows a form, so that no page can hand it on."""

    template_name = "set_password.html"
    form_class = ChoosePasswordForm

    def get_user(self, uidb64: str) -> Staff | None:
        found: Any = super().get_user(uidb64)
        return found if found is not None and found.is_active and not found.is_machine else None

    def form_valid(self, form: Any) -> HttpResponse:
        staff_accounts.chose_password(
            staff=form.user, password=form.cleaned_data["new_password1"], now=timezone.now()
        )
        logout(self.request)  # the token goes with the session, and so does whoever was logged in here
        messages.success(self.request, _("Your password is set. Log in as %s.") % form.user.username)
        return redirect("login")

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        form = context.get("form")
        status = 404 if not context.get("validlink") else 422 if form is not None and form.errors else 200
        days = settings.PASSWORD_RESET_TIMEOUT // (24 * 3600)
        return super().render_to_response({**context, "days": days}, status=status, **kwargs)
