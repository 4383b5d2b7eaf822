import pytest

from casework import workflow
from casework.workflow import JOB, StatusNotAllowed, allowed, check

STAFF_ROLES = ("handler", "caseworker", "lead", "manager", "administrator")


def test_every_status_has_a_label_a_row_and_somebody_who_has_the_next_move() -> None:
    assert set(workflow.STATUS_LABELS) == set(workflow.CHANGES) == set(workflow.WAITING_FOR)
    assert set(workflow.open_statuses()) | {"resolved", "closed"} == set(workflow.STATUS_LABELS)


def test_every_change_leads_to_another_status_that_exists() -> None:
    for status, changes in workflow.CHANGES.items():
        names = [change.to for change in changes]
        assert status not in names
        assert set(names) <= set(workflow.STATUS_LABELS)
        assert len(names) == len(set(names))


def test_no_status_is_a_dead_end_for_a_manager() -> None:
    assert all(allowed(status, "manager") for status in workflow.STATUS_LABELS)


@pytest.mark.parametrize("status", workflow.STATUS_LABELS)
@pytest.mark.parametrize("role", [*STAFF_ROLES, JOB, "stranger", ""])
def test_check_lets_through_exactly_what_allowed_lists(status: str, role: str) -> None:
    for to in workflow.STATUS_LABELS:
        if to in allowed(status, role):
            check(status, to, role=role, outcome="Advice given")
        else:
            with pytest.raises(StatusNotAllowed):
                check(status, to, role=role, outcome="Advice given")


@pytest.mark.parametrize(
    ("status", "role", "expected"),
    [
        (
            "new",
            "caseworker",
            (
                "open",
                "waiting_for_person",
                "waiting_for_third_party",
                "resolved",
                "closed",
            ),
        ),
        ("new", "handler", ()),
        ("open", "administrator", ()),
        ("resolved", "caseworker", ("open", "closed")),
        ("closed", "caseworker", ()),
        ("closed", "lead", ("open",)),
        ("closed", JOB, ("open",)),
        ("resolved", JOB, ("open", "closed")),
        ("waiting_for_person", JOB, ("open",)),
    ],
)
def test_who_may_change_what(status: str, role: str, expected: tuple[str, ...]) -> None:
    assert allowed(status, role) == expected


@pytest.mark.parametrize("to", ["resolved", "closed"])
@pytest.mark.parametrize("outcome", ["", "   "])
def test_a_case_does_not_end_without_an_outcome(to: str, outcome: str) -> None:
    with pytest.raises(StatusNotAllowed, match="Say how the case ended"):
        check("open", to, role="manager", outcome=outcome)


def test_a_job_closes_a_resolved_case_with_the_outcome_it_has() -> None:
    check("resolved", "closed", role=JOB)
    with pytest.raises(StatusNotAllowed):
        check("open", "closed", role=JOB)


@pytest.mark.parametrize(
    ("change", "role", "words"),
    [
        (("open", "open"), "lead", "The case is “Open” already."),
        (
            ("open", "new"),
            "lead",
            "cannot become “New”. You can choose: “Waiting for the person”",
        ),
        (
            ("closed", "open"),
            "caseworker",
            "Your role (caseworkers) cannot change a case from “Closed” to “Open”. These can: team leads, managers.",
        ),
        (
            ("open", "done"),
            "lead",
            "There is no status 'done'. The statuses are: new, open,",
        ),
        (("lost", "open"), "lead", "There is no status 'lost'"),
    ],
)
def test_a_refusal_says_why_and_what_can_be_done(change: tuple[str, str], role: str, words: str) -> None:
    with pytest.raises(StatusNotAllowed) as refused:
        check(*change, role=role, outcome="x")
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("status", "who"),
    [
        ("new", "us"),
        ("waiting_for_person", "person"),
        ("waiting_for_third_party", "third_party"),
        ("closed", "nobody"),
    ],
)
def test_the_status_says_who_has_the_next_move(status: str, who: str) -> None:
    assert workflow.waiting_for(status) == who
