"""What somebody chose for their own screen."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from casework.models import DeskChoices, Staff
from casework.permissions import require
from casework.services import events


def set_shortcuts(*, on: bool, actor: Staff, now: datetime) -> None:
    """Single keys act on the page, or not."""
    words = f"Single keys switched {'on' if on else 'off'}"
    _set("shortcuts", on, words=words, actor=actor, now=now)


def set_language(*, language: str, actor: Staff, now: datetime) -> None:
    """The pages of the desk speak this language to them, one of the settings' LANGUAGES."""
    words = f"Language of the desk set to {dict(settings.LANGUAGES)[language]}"
    _set("language", language, words=words, actor=actor, now=now)


def set_pictures(*, on: bool, actor: Staff, now: datetime) -> None:
    """Photographs are shown beside the words they came with, or only where they are opened."""
    words = f"Pictures in the story switched {'on' if on else 'off'}"
    _set("pictures", on, words=words, actor=actor, now=now)


@transaction.atomic
def _set(field: str, value: Any, *, words: str, actor: Staff, now: datetime) -> None:
    """Nothing is written where nothing changes."""
    require(actor, "arrange_desk")
    choices, _ = DeskChoices.objects.select_for_update().get_or_create(staff=actor)
    before = getattr(choices, field)
    if before == value:
        return
    setattr(choices, field, value)
    choices.save(update_fields=[field])
    actor.desk_choices = choices
    events.record(
        verb=f"{field}_set",
        words=words,
        actor=actor,
        now=now,
        before={field: before},
        after={field: value},
    )
