"""What somebody chose for their own screen."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from casework.models import DeskChoices, Staff
from casework.permissions import require
from casework.services import events


@transaction.atomic
def set_shortcuts(*, on: bool, actor: Staff, now: datetime) -> None:
    """Single keys act on the page, or not. Nothing is written where nothing changes."""
    require(actor, "arrange_desk")
    choices, _ = DeskChoices.objects.select_for_update().get_or_create(staff=actor)
    if choices.shortcuts == on:
        return
    choices.shortcuts = on
    choices.save(update_fields=["shortcuts"])
    actor.desk_choices = choices
    events.record(
        verb="shortcuts_set",
        words=f"Single keys switched {'on' if on else 'off'}",
        actor=actor,
        now=now,
        before={"shortcuts": not on},
        after={"shortcuts": on},
    )


@transaction.atomic
def set_language(*, language: str, actor: Staff, now: datetime) -> None:
    """The pages of the desk speak this language to them, one of the settings' LANGUAGES. Nothing is written where nothing changes."""
    require(actor, "arrange_desk")
    choices, _ = DeskChoices.objects.select_for_update().get_or_create(staff=actor)
    before = choices.language
    if before == language:
        return
    choices.language = language
    choices.save(update_fields=["language"])
    actor.desk_choices = choices
    events.record(
        verb="language_set",
        words=f"Language of the desk set to {dict(settings.LANGUAGES)[language]}",
        actor=actor,
        now=now,
        before={"language": before},
        after={"language": language},
    )
