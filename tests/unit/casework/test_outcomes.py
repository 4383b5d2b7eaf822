"""Which conversations count as an answer, and which settle a case."""

import pytest

from casework import outcomes
from casework.forms import drop_in, outreach
from casework.models import Contact
from channels.in_person.forms import InPersonForm
from channels.phone.forms import PhoneForm


@pytest.mark.parametrize("channel", ["phone", "in_person", "video"])
def test_a_visit_counts_exactly_as_a_call_does(channel: str) -> None:
    assert outcomes.person_was_reached(channel, "answered")
    assert outcomes.person_was_reached(channel, "passed_on")
    assert not outcomes.person_was_reached(channel, "no_answer")
    assert not outcomes.person_was_reached(channel, "voicemail")


@pytest.mark.parametrize("channel", ["sms", "web", "letter", "email"])
def test_what_somebody_only_wrote_is_no_answer_of_ours(channel: str) -> None:
    assert not outcomes.person_was_reached(channel, "")


def test_an_unknown_code_of_a_conversation_counts_as_spoken() -> None:
    assert outcomes.person_was_reached("phone", "something_new")
    assert outcomes.words("something_new") == "Something new"


def test_only_what_needs_nothing_more_settles() -> None:
    assert {code for code in outcomes.OUTCOMES if outcomes.settles(code)} == {"answered", "signposted"}


def test_an_own_outcome_counts_as_its_base_and_is_called_as_the_office_worded_it() -> None:
    given, told = (
        outcomes.own_code(outcomes.SETTLED, "Food parcel given"),
        outcomes.own_code("information", "Nr. 3. told"),
    )
    assert (outcomes.words(given), outcomes.words(told)) == ("Food parcel given", "Nr. 3. told")
    assert outcomes.person_was_reached("phone", given) and outcomes.settles(given)
    assert outcomes.person_was_reached("in_person", told) and not outcomes.settles(told)
    assert not outcomes.person_was_reached("sms", given)
    assert (outcomes.base(given), outcomes.base("voicemail")) == ("answered", "voicemail")


def test_the_longest_own_outcome_fits_its_column() -> None:
    longest = outcomes.own_code(max(outcomes.BASES, key=len), "x" * outcomes.LONGEST)
    assert len(longest) <= Contact._meta.get_field("outcome").max_length  # type: ignore[operator]


OWN = ["answered.Food parcel given", "information.Waits for papers", "answered.Voucher given"]


@pytest.mark.parametrize(
    ("left_out", "offered"),
    [
        ((), ["answered", "answered.Food parcel given", "answered.Voucher given", "callback", "information", "information.Waits for papers"]),
        (("callback", "information"), ["answered", "answered.Food parcel given", "answered.Voucher given", "information.Waits for papers"]),
        (("answered", "answered.Food parcel given"), ["answered", "answered.Voucher given", "callback", "information", "information.Waits for papers"]),
    ],
    ids=["all", "some of the product", "one that is always offered and one of its own"],
)  # fmt: skip
def test_each_is_offered_with_the_offices_own_after_it(left_out: tuple[str, ...], offered: list[str]) -> None:
    endings = ("answered", "callback", "information")
    assert list(outcomes.offered(endings, worded=OWN, left_out=left_out)) == offered


def test_an_own_outcome_is_offered_only_where_its_base_is() -> None:
    assert list(outcomes.offered(("voicemail",), worded=OWN, left_out=())) == ["voicemail"]


def test_what_staff_choose_from_is_what_the_forms_of_the_channels_offer() -> None:
    forms = [*PhoneForm.endings, *InPersonForm.endings, *outreach.ENDINGS, *drop_in.ENDINGS]
    assert set(forms) == set(outcomes.CHOSEN)


def test_a_form_whose_only_ending_is_put_on_record_by_itself_keeps_it() -> None:
    assert {"on_paper", "missed", "reached"} <= outcomes.ALWAYS_OFFERED
    assert list(outcomes.offered(("on_paper",), worded=OWN, left_out=["on_paper"])) == ["on_paper"]
