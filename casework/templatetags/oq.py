"""The words and parts that every page uses. Built into all templates; `components/README.md` lists how each is called."""

from datetime import date, datetime
from functools import cache, lru_cache
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django import template
from django.conf import settings
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.middleware.csrf import get_token
from django.template import engines
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, to_locale
from django.utils.translation import gettext as _

from casework import addresses, phone_numbers, presenters_keys, queue_columns
from casework.forms.fresh import is_fresh
from casework.templatetags import _fields, _moments, _safe_text, _said, _script_words, _spoken

register = template.Library()

# A channel that is not listed still shows: with the plain symbol and its own code as words.
CHANNELS = {
    "web": gettext_lazy("Web form"),
    "sms": gettext_lazy("SMS"),
    "whatsapp": gettext_lazy("WhatsApp"),
    "phone": gettext_lazy("Phone"),
    "in_person": gettext_lazy("In person"),
    "email": gettext_lazy("Email"),
    "letter": gettext_lazy("Letter"),
}


@register.simple_tag
def page_language() -> str:
    """The language this page speaks, as HTML writes it: "en-GB", "cy"."""
    return html_language(get_language() or settings.LANGUAGE_CODE)


@register.simple_tag
def languages_offered() -> list[tuple[str, str]]:
    """Code and name of each language of the pages, each under its own name: Django's tag would translate them."""
    return list(settings.LANGUAGES)


@register.filter
def html_language(code: str) -> str:
    return to_locale(code).replace("_", "-")


@register.simple_tag
def office_words() -> SafeString:
    """Marks what the office wrote itself, in its own language, on a page that speaks another one; else nothing."""
    language = words_of_office()
    return format_html(' lang="{}"', language) if language else SafeString("")


@register.simple_tag(name="words_of_office")
def words_of_office() -> str:
    """The language of the office's own words where the page speaks another one; else ""."""
    ours = html_language(settings.LANGUAGE_CODE)
    return "" if page_language() == ours else ours


@register.simple_tag
def script_words(outreach: bool = False) -> SafeString:
    """What scripts say, as data, on a page that speaks another language than they do; else nothing."""
    return _script_words.block(get_language(), outreach)


@register.simple_tag
def ago(moment: datetime | None) -> SafeString | str:
    """Time since; nothing for None."""
    return _time(moment, _moments.ago(moment, now=timezone.now())) if moment else ""


@register.simple_tag
def due(moment: datetime | None) -> SafeString | str:
    """Time left or time late; nothing for None."""
    return _time(moment, _moments.due(moment, now=timezone.now())) if moment else ""


@register.simple_tag
def at(moment: datetime | None) -> SafeString | str:
    """The office's clock; nothing for None."""
    return at_in(get_language(), moment)


def at_in(language: str | None, moment: datetime | None) -> SafeString | str:
    return _at(moment, _moments.today(), language) if moment else ""


@lru_cache(maxsize=10_000)  # a case says fifty moments, and most of them again when it is looked at next
def _at(moment: datetime, today: date, language: str | None) -> SafeString:
    return _time_of(moment, _moments.at(moment, today=today), language)


@lru_cache(maxsize=10_000)  # a list of cases says 150 times, most of them again a minute later
def _time_of(moment: datetime, words: str, language: str | None) -> SafeString:
    stamp = timezone.localtime(moment).isoformat(timespec="seconds")
    return format_html('<time datetime="{}" title="{}">{}</time>', stamp, _moments.full(moment), words)


def _time(moment: datetime, words: str) -> SafeString:
    return _time_of(moment, words, get_language())


@register.filter
def undo_url(message: Any) -> str:
    """Where a message's "Undo" leads; "" for one that has none."""
    kind, _, address = (message.extra_tags or "").partition(":")
    return address if kind == "undo" else ""


@register.filter
def phone(number: str) -> str:
    """A stored number as people here write it."""
    return phone_numbers.display(number) if number else ""


@register.filter
def safe_text(words: str | None) -> SafeString:
    return _safe_text.to_html(str(words or ""))


@register.filter
def text_with_names(words: str, names: list[tuple[int, int]]) -> SafeString:
    """The same, with these stretches marked as names of colleagues."""
    return _safe_text.to_html(words, names=names)


@register.filter
def reference_spoken(reference: str) -> str:
    return _spoken.spoken(str(reference))


@register.filter
def channel_label(channel: str) -> str:
    return str(CHANNELS.get(channel) or str(channel).replace("_", " ").capitalize())


@register.filter
def said(words: str) -> str:
    """Our own finished English words in the language of the page; never for what people or the office wrote."""
    return said_in(get_language(), words)


def said_in(language: str | None, words: str) -> str:
    return str(words) if language in (None, settings.LANGUAGE_CODE) else _said.said(str(words))


@register.simple_tag
def page_of(name: str, thing: UUID | str) -> str:
    """The address of a page about one thing, by its key or a case's reference; "" without one."""
    return addresses.of(name, thing) if thing else ""


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """Decoration only: the words beside it say the same."""
    return format_html(
        '<svg class="oq-icon" aria-hidden="true" focusable="false" viewBox="0 0 24 24"><use href="#oq-icon-{}"/></svg>',
        name,
    )


@register.simple_tag
def channel_icon(channel: str, text: bool = True) -> SafeString:
    return channel_icon_in(get_language(), channel, text)


def channel_icon_in(language: str | None, channel: str, text: bool = True) -> SafeString:
    return _channel_icon(channel, text, language)


@lru_cache(maxsize=200)
def _channel_icon(channel: str, text: bool, language: str | None) -> SafeString:
    symbol = icon(channel if channel in CHANNELS else "contact")
    hidden = "" if text else "govuk-visually-hidden"
    return format_html(
        '<span class="oq-channel">{}<span class="{}">{}</span></span>',
        symbol,
        hidden,
        channel_label(channel),
    )


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """This page's query string, with parameters replaced (a value) or dropped (None). Always starts with "?"."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            parameters.pop(name, None)
        else:
            parameters[name] = str(value)
    return "?" + parameters.urlencode()


@register.simple_tag(takes_context=True)
def csrf_field(context: Context) -> SafeString:
    """The token of a form inside a component: `include … only` keeps `csrf_token` out, but not the request."""
    request: Any = getattr(context, "request", None)
    if request is None:
        return SafeString("")
    if not hasattr(request, "oq_csrf_field"):  # each asking would make a token of its own
        request.oq_csrf_field = format_html(
            '<input type="hidden" name="csrfmiddlewaretoken" value="{}">',
            context.get("csrf_token") or get_token(request),
        )
    found: SafeString = request.oq_csrf_field
    return found


@register.simple_tag
def field(bound: BoundField, **options: Any) -> str:
    """A form field as GOV.UK markup: label, hint, error, control, tied together for a screen reader."""
    return field_by(_templates(), bound, **options)


def field_by(templates: Any, bound: BoundField, **options: Any) -> str:
    if is_fresh(bound.form):
        return _fresh_field(templates, bound.form, bound.name, tuple(options.items()))
    return _field(templates, bound, options)


@lru_cache(maxsize=2000)  # a few languages of some fields of each form that is the same on many pages
def _fresh_field(templates: Any, form: BaseForm, name: str, options: tuple[tuple[str, Any], ...]) -> str:
    return _field(templates, form[name], dict(options))


def _field(templates: Any, bound: BoundField, options: dict[str, Any]) -> str:
    if bound.is_hidden:
        return str(bound.as_hidden())
    kind = _fields.template_for(bound)
    return SafeString(templates.macros(f"fields/{kind}.html").draw(_fields.facts(bound, options)))


@register.simple_tag
def case_table(columns: Any, *beside: Any) -> SimpleNamespace:
    """What a table of cases shows for these columns, as it comes for none; `beside` are the cells before the first."""
    shown = tuple(columns or queue_columns.AS_IT_COMES)
    cells = queue_columns.cells(shown)
    return SimpleNamespace(
        columns=shown, cells=cells, width=1 + len(cells) + sum(bool(each) for each in beside)
    )


@register.simple_tag(takes_context=True)
def queue_rows(context: Context, rows: Any, table: SimpleNamespace, **given: Any) -> SafeString:
    """Cases as rows of a table, by Jinja: there are fifty on a page."""
    told = {"csrf_input": csrf_field(context), "rows": rows, "table": table, **given}
    return SafeString(_templates().get_template("queue_rows.html").render(told))


@register.simple_tag(takes_context=True)
def jinja(context: Context, template: str, **given: Any) -> SafeString:
    """A part that Jinja draws: the macro `draw` of a file in `backoffice/jinja2/`, from what is given and nothing else.

    Where it has forms in it, `csrf_input` stands among what the macro takes and comes from here.
    """
    draw = _macro(template).draw
    if "csrf_input" in draw.arguments:
        given["csrf_input"] = csrf_field(context)
    return SafeString(draw(**given))


@register.simple_tag
def found_cases(cases: Any) -> SafeString:
    """What a search found, by Jinja: twenty cases on a page."""
    return SafeString(_macro("found_cases.html").found(cases))


def attachments(items: Any) -> str:
    """The component, for what Jinja draws: few entries have files."""
    return render_to_string("components/attachments.html", {"items": items})


def _macro(name: str) -> Any:
    return _templates().macros(name)


def _templates() -> Any:
    """Those of the language of the page."""
    engine: Any = engines["jinja2"]
    return engine.env.in_language(get_language())


@register.simple_tag
def once(name: str, **given: Any) -> SafeString:
    """A part of the frame that is the same on every page of one language, drawn once in the life of a process.

    Nothing of the page or of who reads it reaches the part, only what is `given`, which has to be hashable.
    """
    return _once(name, tuple(sorted(given.items())), get_language())


@lru_cache(maxsize=200)
def _once(name: str, given: tuple[tuple[str, Any], ...], language: str | None) -> SafeString:
    return SafeString(render_to_string(name, dict(given)))


@register.simple_tag
def key_groups() -> list[SimpleNamespace]:
    return presenters_keys.groups()


@register.simple_tag
def error_summary(*forms: BaseForm) -> str:
    """All that is wrong with these forms, each linked to its field; nothing when all is well."""
    errors = [error for form in forms if form and form.is_bound for error in _errors_of(form)]
    return render_to_string("components/error_summary.html", {"errors": errors}) if errors else ""


def _errors_of(form: BaseForm) -> list[dict[str, str]]:
    whole = [{"text": str(error), "href": ""} for error in form.non_field_errors()]
    return whole + [
        {
            "text": str(error),
            "href": f"#{bound.auto_id or bound.html_name}" if not bound.is_hidden else "",
        }
        for bound in form
        for error in bound.errors
    ]


@register.simple_tag
def error_prefix(*forms: BaseForm) -> str:
    """ "Error: " before a page's title when a form on it was not accepted."""
    return _("Error: ") if any(form and form.is_bound and form.errors for form in forms) else ""
