"""The commands that make log-ins: for an office of one's own, and the demo's, which must stay in the demo."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from casework.models import Event, Staff, Team

pytestmark = pytest.mark.django_db


def test_seeding_is_refused_outside_the_demo() -> None:
    with override_settings(DEMO=False), pytest.raises(CommandError, match="ONEQUEUE_DEMO=1"):
        call_command("seed_demo", stdout=io.StringIO())
    assert not Staff.objects.exists()


def test_a_log_in_is_made_with_its_teams(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEQUEUE_STAFF_PASSWORD", "seven grey herons")
    Team.objects.get_or_create(code="night-line", defaults={"name": "Night line"})
    said = io.StringIO()
    call_command("create_staff", "ada", name="Ada Brook", role="lead", lead=["night-line"], stdout=said)
    ada = Staff.objects.get(username="ada")
    assert ada.check_password("seven grey herons")
    assert ada.memberships.get().is_lead
    assert Event.objects.filter(verb="staff_created", job="create_staff").count() == 1
    assert "Ada Brook can log in as ada" in said.getvalue()


@pytest.mark.parametrize(
    ("password", "options", "says"),
    [
        ("short", {"role": "manager"}, "too short"),
        ("seven grey herons", {"role": "lead", "team": ["nowhere"]}, "There is no team 'nowhere'"),
        ("", {"role": "manager"}, "ONEQUEUE_STAFF_PASSWORD"),
    ],
)
def test_a_log_in_that_cannot_be_made_is_explained(
    monkeypatch: pytest.MonkeyPatch, password: str, options: dict[str, object], says: str
) -> None:
    monkeypatch.setenv("ONEQUEUE_STAFF_PASSWORD", password)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(CommandError, match=says):
        call_command("create_staff", "ada", name="Ada Brook", **options)
    assert not Staff.objects.filter(username="ada").exists()
