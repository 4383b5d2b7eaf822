"""Parts of the office's territory under a name, for rules."""

import re
from collections.abc import Sequence
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from casework import postcodes, routing
from casework.models import Area, RuleSetVersion, Staff
from casework.permissions import require
from casework.routing.documents import from_document

MOST_PARTS: Final = 500
LONGEST_NAME: Final = 100
_LONGEST_CODE: Final = 50


class NotAPlace(Exception):
    """What was typed is no part of a postcode, or cannot be told from another. Its words say which."""


class NameTaken(Exception):
    """Another area has this name already."""


class AreaInUse(Exception):
    """A rule in force names the area. `rules` are the names of those rules."""

    def __init__(self, rules: Sequence[str]) -> None:
        self.rules = list(rules)
        named = ", ".join(f"“{each}”" for each in rules)
        one = "rule that names it is" if len(rules) == 1 else "rules that name it are"
        super().__init__(f"This area cannot be removed while the {one} in force: {named}. Change that first.")


def make(*, name: str, parts: Sequence[str], actor: Staff) -> Area:
    """`parts` as people write them. Raises NotAPlace, NameTaken."""
    require(actor, "edit_rules")
    area = Area(code=_code(name), name=name, postcodes=read_parts(parts))
    _check_name(area)
    try:
        with transaction.atomic():
            area.save(force_insert=True)
    except IntegrityError as error:
        raise NameTaken("Another area has a name very like this one. Choose another name.") from error
    return area


def change(*, area: Area, name: str, parts: Sequence[str], actor: Staff) -> Area:
    """Its code stays: rules know it by that. Raises as `make` does."""
    require(actor, "edit_rules")
    area.name, area.postcodes = name, read_parts(parts)
    _check_name(area)
    area.save(update_fields=["name", "postcodes"])
    return area


def remove(*, area: Area, actor: Staff) -> None:
    """Raises AreaInUse."""
    require(actor, "edit_rules")
    if rules := named_by(area=area):
        raise AreaInUse(rules)
    area.delete()


def _check_name(area: Area) -> None:
    if Area.objects.filter(name__iexact=area.name).exclude(pk=area.pk).exists():
        raise NameTaken("Another area has this name already. Choose another name.")


def _code(name: str) -> str:
    """Of the name, in letters that an address can hold; a name in other letters gets a number."""
    code = slugify(name)[:_LONGEST_CODE].strip("-")
    return code or f"area-{Area.objects.count() + 1}"


def named_by(*, area: Area) -> list[str]:
    """The names of the rules in force that name it, in their order; those that are switched off too."""
    version = RuleSetVersion.objects.live()
    return [str(each["name"]) for each in (version.rules if version else []) if area.code in _areas(each)]


def _areas(document: object) -> set[str]:
    try:
        conditions = routing.parse_conditions(from_document(document).conditions)
    except routing.RuleError:
        return set()
    return {value for group in conditions for fact, _, values in group if fact == "area" for value in values}


def read_parts(typed: Sequence[str]) -> list[str]:
    """Each part as it is written, once, in the order typed. Raises NotAPlace naming the first few that are none."""
    read = {line: _read(line) for line in (" ".join(each.split()) for each in typed) if line}
    if wrong := [line for line, part in read.items() if not part]:
        named = ", ".join(f"“{line[:20]}”" for line in wrong[:5])
        more = f" and {len(wrong) - 5} more" if len(wrong) > 5 else ""
        are = "is no part of a postcode" if len(wrong) == 1 else "are no parts of a postcode"
        raise NotAPlace(f"{named}{more} {are}. Write for example SW, SW1A, SW1A 1 or SW1A 1AA.")
    parts = list(dict.fromkeys(read.values()))
    if not parts:
        raise NotAPlace("Write at least one part of a postcode.")
    if len(parts) > MOST_PARTS:
        raise NotAPlace(f"An area may have {MOST_PARTS} parts. Write districts in place of single postcodes.")
    return parts


def _read(line: str) -> str:
    """`SW`, `SW1A`, `SW1A 1` or `SW1A 1AA`; "" for anything else."""
    key = postcodes.place_key(line)
    if len(line) > 20 or re.sub(r"[\s.-]", "", line).upper() != key.replace(" ", ""):
        return ""
    whole = postcodes.read(key)
    if whole.valid:
        return whole.value
    outward = key.partition(" ")[0]
    return key if postcodes.district(outward) == outward or re.fullmatch(r"[A-Z]{1,2}", key) else ""
