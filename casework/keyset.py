"""Pages by key: page two begins where page one ended, whatever was added meanwhile, at the same cost at any depth."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core import signing
from django.db.models import Q, QuerySet

SALT = "onequeue.keyset"


@dataclass(frozen=True, kw_only=True)
class Order:
    """An ordering that ends in the id, so that it is total. A leading "-" is descending."""

    fields: tuple[str, ...]

    def key(self, row: Any) -> list[Any]:
        return [_plain(getattr(row, field.lstrip("-"))) for field in self.fields]

    def after(self, key: list[Any], *, backwards: bool) -> Q:
        """Rows beyond this key: (a, b) > (x, y) spelled out, since directions differ by field."""
        condition = Q()
        for index, field in enumerate(self.fields):
            down = field.startswith("-") != backwards
            equal = Q(
                **{name.lstrip("-"): value for name, value in zip(self.fields[:index], key, strict=False)}
            )
            beyond = Q(**{f"{field.lstrip('-')}__{'lt' if down else 'gt'}": key[index]})
            condition |= equal & beyond
        leading = self.fields[0]
        down = leading.startswith("-") != backwards
        # Redundant, but it is what lets PostgreSQL start inside the index.
        return condition & Q(**{f"{leading.lstrip('-')}__{'lte' if down else 'gte'}": key[0]})

    def reversed(self) -> list[str]:
        return [field[1:] if field.startswith("-") else f"-{field}" for field in self.fields]


QUEUE = Order(fields=("-priority_rank", "opened_at", "id"))
ACTIVITY = Order(fields=("-last_activity_at", "-id"))


@dataclass(frozen=True, kw_only=True)
class Page:
    rows: list[Any]
    newer: str
    older: str


def page(
    queryset: QuerySet[Any],
    *,
    order: Order,
    cursor: str,
    size: int,
    shown: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None,
) -> Page:
    """`cursor` comes from an earlier page's `older` or `newer`; anything else means the first page.

    `shown`: what is to be read of the rows of the page, joined to those alone and not to all that were sorted.
    """
    key, backwards = _read(cursor, width=len(order.fields))
    if key is not None:
        queryset = queryset.filter(order.after(key, backwards=backwards))
    ordered = order.reversed() if backwards else order.fields
    chosen = queryset.order_by(*ordered)[: size + 1]
    if shown is not None:
        those = queryset.model._default_manager.filter(pk__in=chosen.values("pk"))
        chosen = shown(those).order_by(*ordered)
    return _cut(list(chosen), order=order, size=size, onward=key is not None, backwards=backwards)


def first_page(rows: list[Any], *, order: Order, size: int) -> Page:
    """Of rows that were read already in this order, one more than fit where there are more."""
    return _cut(rows, order=order, size=size, onward=False, backwards=False)


def _cut(rows: list[Any], *, order: Order, size: int, onward: bool, backwards: bool) -> Page:
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    has_older = bool(rows) and (more if not backwards else True)
    has_newer = bool(rows) and (more if backwards else onward)
    return Page(
        rows=rows,
        older=_write(order.key(rows[-1]), "o") if has_older else "",
        newer=_write(order.key(rows[0]), "n") if has_newer else "",
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, UUID) else value


def _write(key: list[Any], direction: str) -> str:
    return signing.dumps([direction, *key], salt=SALT, compress=True)


def _read(cursor: str, *, width: int) -> tuple[list[Any] | None, bool]:
    try:
        direction, *key = signing.loads(cursor, salt=SALT) if cursor else ("",)
    except (signing.BadSignature, ValueError):
        return None, False
    return (key, direction == "n") if len(key) == width else (None, False)
