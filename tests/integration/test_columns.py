"""Values that go to the driver as they are, because their field would hand on the same; any other is asked about."""

from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.models.functions import Lower, Now
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe

from backoffice.postgresql.columns import NotAValue, column
from casework.models import Case, Clock, Contact, Delivery, Event, Note
from casework.models.contact import Direction

MOMENT = datetime(2026, 10, 25, 0, 59, 59, 999999, tzinfo=UTC)
VALUES = [
    "",
    "x",
    mark_safe("<b>"),
    Direction.OUT,
    True,
    False,
    None,
    UUID(int=7),
    MOMENT,
    date(2026, 1, 1),
    0,
    1,
    1.5,
]
FIELDS = [field for model in apps.get_models() for field in model._meta.concrete_fields]


class Shouting(models.CharField):
    def get_prep_value(self, value: Any) -> Any:
        return str(value).upper()


class Row:
    def __init__(self, name: str, value: Any) -> None:
        setattr(self, name, value)


def of(field: Any, value: Any) -> Any:
    """As an INSERT has it."""
    made = column(field)
    return value if isinstance(value, made.kinds) else made.asked(Row(field.attname, value), connection)


def test_what_goes_as_it_is_is_what_the_field_would_hand_on() -> None:
    for field, value in product(FIELDS, VALUES):
        if isinstance(value, column(field).kinds):
            assert field.get_db_prep_save(value, connection=connection) is value


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (Event._meta.get_field("verb"), "replied"),
        (Contact._meta.get_field("direction"), Direction.OUT),
        (Contact._meta.get_field("body"), ""),
        (Contact._meta.get_field("courtesy"), False),
        (Event._meta.get_field("id"), UUID(int=7)),
        (Delivery._meta.get_field("contact"), UUID(int=7)),
        (Contact._meta.get_field("person"), None),
        (Clock._meta.get_field("due_at"), MOMENT),
        (Clock._meta.get_field("stopped_at"), None),
    ],
    ids=str,
)
def test_texts_keys_and_moments_go_as_they_are(field: Any, value: Any) -> None:
    assert of(field, value) is value


def test_any_other_value_is_made_by_its_field() -> None:
    said = of(Event._meta.get_field("verb"), lazystr("x"))
    assert (type(said), said) == (str, "x")
    assert of(Note._meta.get_field("case"), str(UUID(int=7))) == UUID(int=7)
    assert of(Case._meta.get_field("restricted"), "True") is True
    assert of(Event._meta.get_field("before"), {"a": 1}).obj == {"a": 1}


NUMBERS = [field for field in FIELDS if isinstance(field, models.IntegerField)]
DOCUMENTS = [field for field in FIELDS if isinstance(field, models.JSONField)]


@pytest.mark.parametrize("value", [0, 7, -1, True, "7", None])
def test_a_number_is_of_the_width_of_its_column(value: Any) -> None:
    for field in NUMBERS:
        made, by_django = of(field, value), field.get_db_prep_save(value, connection=connection)
        assert (type(made), made) == (type(by_django), by_django)


@pytest.mark.parametrize("value", [{"a": [1]}, ["x"], [{}], "x", "", 0, 1, False])
def test_a_document_is_written_as_its_field_does(value: Any) -> None:
    for field in DOCUMENTS:
        made, by_django = of(field, value), field.get_db_prep_save(value, connection=connection)
        assert (type(made), made.obj, made.dumps) == (type(by_django), by_django.obj, by_django.dumps)


@pytest.mark.django_db
@pytest.mark.parametrize("value", [{}, []])
def test_an_empty_document_is_its_text_and_comes_back_as_it_was(value: Any) -> None:
    for field in DOCUMENTS:
        made = of(field, value)
        assert made == str(value)
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::jsonb", [made])
            ((back,),) = cursor.fetchall()
        assert field.from_db_value(back, None, connection) == value


def test_no_document_is_nothing_and_the_word_null_is_asked_for() -> None:
    field = Contact._meta.get_field("original")
    assert of(field, None) is None
    with pytest.raises(NotAValue):
        of(field, models.Value(None, models.JSONField()))


def test_a_moment_without_a_zone_gets_one_and_a_warning() -> None:
    with pytest.warns(RuntimeWarning, match="naive datetime"):
        assert of(Clock._meta.get_field("due_at"), datetime(2026, 1, 1)).tzinfo is not None


def test_a_moment_that_the_field_sets_is_set() -> None:
    field = models.DateTimeField(auto_now_add=True)
    field.set_attributes_from_name("made_at")
    assert of(field, None) > MOMENT - timedelta(days=900)
    assert of(field, MOMENT) != MOMENT


def test_a_field_with_a_way_of_its_own_is_asked() -> None:
    field = Shouting(max_length=9)
    field.set_attributes_from_name("words")
    assert of(field, "x") == "X"


@pytest.mark.parametrize("name", ["body", "took_place_at", "priority_rank", "answers", "case"])
@pytest.mark.parametrize(
    "value", [Lower("body"), Now(), models.F("body")], ids=lambda each: type(each).__name__
)
def test_an_expression_is_left_to_django(name: str, value: Any) -> None:
    with pytest.raises(NotAValue):
        of(Contact._meta.get_field(name), value)
