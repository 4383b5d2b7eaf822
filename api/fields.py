"""Fields that are stricter with programs and kinder to what people wrote than the framework's own."""

import re
from datetime import UTC, datetime
from typing import Any, Final

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from casework import partners
from casework.text import clean, is_blank

_MOMENT: Final = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)", re.IGNORECASE
)
_CODE: Final = re.compile(r"[A-Za-z0-9_-]{1,50}")
MOST_ANSWERS: Final = 100
LONGEST_ANSWER: Final = 20_000


class Strict(serializers.Serializer[Any]):
    """Refuses names it does not know: a misspelt or read-only field must not pass for done."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            takes = [name for name, field in self.fields.items() if not field.read_only]
            unknown = [name for name in data if name not in takes][:10]
            if unknown:
                words = f"There is no such field to send. Fields: {', '.join(takes)}."
                raise serializers.ValidationError({name: [words] for name in unknown})
        return super().to_internal_value(data)


class Said(serializers.CharField):
    """Whatever a person said, exactly as it came: only its length is limited."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("allow_blank", True)
        if not kwargs["required"]:
            kwargs.setdefault("default", "")
        super().__init__(trim_whitespace=False, **kwargs)
        # NUL and half a surrogate pair are the intake's to mend, not ours to refuse.
        self.validators = [each for each in self.validators if not type(each).__name__.startswith("Prohibit")]


class Tidy(Said):
    """A short text of a person's, made storable; "" where nothing can be seen in it."""

    def to_internal_value(self, data: Any) -> str:
        text = clean(super().to_internal_value(data)).text
        return "" if is_blank(text) else text.strip()


class Coded(serializers.SlugRelatedField[Any]):
    """A row by its code. A code that the database cannot hold names nothing."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str) or not _CODE.fullmatch(data):
            self.fail("does_not_exist", slug_name=self.slug_field, value=data)
        return super().to_internal_value(data)


class Moment(serializers.DateTimeField):
    """An instant with its offset. A local time without one would be somebody's guess."""

    def to_internal_value(self, value: Any) -> datetime:
        if not isinstance(value, str) or not _MOMENT.fullmatch(value):
            raise serializers.ValidationError(
                "Write date, time and offset, for example 2026-03-02T12:00:00Z or 2026-07-02T13:00:00+01:00. "
                "In an address + is written %2B."
            )
        try:
            return datetime.fromisoformat(value.upper()).astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise serializers.ValidationError("This date or time does not exist.") from error


@extend_schema_field(OpenApiTypes.STR)
class PartnerCode(serializers.Field):
    """A partner's code, or "" in place of whatever is none: nobody's contact is refused for it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, allow_null=True, default="", **kwargs)

    def validate_empty_values(self, data: Any) -> tuple[bool, Any]:
        empty, value = super().validate_empty_values(data)
        return empty, value or ""

    def to_internal_value(self, data: Any) -> str:
        return partners.code(data)

    def to_representation(self, value: Any) -> Any:
        return value


@extend_schema_field(OpenApiTypes.OBJECT)
class Answers(serializers.Field):
    """Answers by question code: a text, a number, true or false, or a list of texts."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict) or len(data) > MOST_ANSWERS:
            raise serializers.ValidationError(f"Send an object of at most {MOST_ANSWERS} answers.")
        for code, value in data.items():
            if not _CODE.fullmatch(code):
                raise serializers.ValidationError(
                    f"“{code[:60]}” is no question code: letters, digits, - and _ only."
                )
            if not _is_answer(value):
                raise serializers.ValidationError(
                    f"{code}: send a text of up to {LONGEST_ANSWER:,} characters, a number, true, false or a list of texts."
                )
        return data

    def to_representation(self, value: Any) -> Any:
        return value


def _is_answer(value: Any) -> bool:
    if isinstance(value, list):
        return len(value) <= MOST_ANSWERS and all(
            isinstance(each, str) and _is_answer(each) for each in value
        )
    if isinstance(value, str):
        return len(value) <= LONGEST_ANSWER
    return value is None or isinstance(value, (bool, int, float))
