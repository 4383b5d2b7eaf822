"""Whose Notify service this office uses."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.crypto import constant_time_compare

# An API key is a name of its owner's, the service's id and a secret, joined by hyphens; both ids are UUIDs.
_SECRET: Final = 36
_KEY_END: Final = 2 * _SECRET + 1
# Notify itself asks for ten; what guards a door should be no shorter than a password.
SHORTEST_TOKEN: Final = 16


@dataclass(frozen=True)
class Account:
    api_key: str
    template: str
    field: str
    """The template's only field, which the whole text is put into."""
    callback_token: str
    api_base: str

    @property
    def service(self) -> str:
        return self.api_key[-_KEY_END : -_SECRET - 1]

    @property
    def complete(self) -> bool:
        return bool(len(self.api_key) >= _KEY_END and self.template)


def current() -> Account:
    return Account(
        api_key=settings.NOTIFY_API_KEY,
        template=settings.NOTIFY_TEMPLATE_ID,
        field=settings.NOTIFY_TEMPLATE_FIELD,
        callback_token=settings.NOTIFY_CALLBACK_TOKEN,
        api_base=settings.NOTIFY_API_BASE,
    )


def is_callback_token(given: str) -> bool:
    """Compared in constant time; an office without a token takes nothing."""
    own = current().callback_token
    return len(own) >= SHORTEST_TOKEN and constant_time_compare(given, own)


def numbers() -> frozenset[str]:
    """The numbers that people text to reach this service."""
    return frozenset(settings.NOTIFY_NUMBERS)
