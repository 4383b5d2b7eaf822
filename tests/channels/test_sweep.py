"""The queue moves without Celery."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from casework.models import Contact
from channels import looking
from channels.management.commands import sweep
from channels.models import Receipt
from tests import factories as make
from tests.channels import twilio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("twilio_account")]


def test_one_sweep_takes_in_what_was_received(capsys: Any) -> None:
    make.office(acknowledge_texts=False)
    for number in range(3):
        assert twilio.post(twilio.INBOUND, twilio.fields(From=f"+44770090013{number}")).status_code == 200
    call_command("sweep")
    assert Contact.objects.filter(direction="in").count() == 3
    assert not Receipt.objects.waiting().exists()
    assert "Dealt with: 3" in capsys.readouterr().out


def test_a_sweep_with_nothing_to_do_does_nothing(capsys: Any) -> None:
    call_command("sweep")
    assert "Dealt with: 0" in capsys.readouterr().out


@pytest.mark.parametrize("every", ["0", "-1"])
def test_a_pause_of_nothing_is_refused(every: str) -> None:
    with pytest.raises(CommandError, match="--every"):
        call_command("sweep", "--every", every)


def test_a_sweep_for_ever_outlives_a_database_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[str] = []

    def look(**given: Any) -> int:
        looks.append("look")
        if len(looks) == 1:
            raise OperationalError("the server closed the connection")
        raise KeyboardInterrupt

    monkeypatch.setattr(looking, "look", look)
    monkeypatch.setattr(sweep.time, "sleep", lambda seconds: None)
    monkeypatch.setattr(sweep, "close_old_connections", lambda: None)
    call_command("sweep", "--forever")
    assert len(looks) == 2
