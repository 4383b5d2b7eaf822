"""The mail server's address in the environment: read strictly, its password told to nobody."""

import pytest

from backoffice import env
from backoffice.env import Mail

NAME = "ONEQUEUE_TRIED"


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("smtp://mail.example.org", Mail("mail.example.org", 587, "", "", False, True)),
        ("smtps://mail.example.org", Mail("mail.example.org", 465, "", "", True, False)),
        ("smtp://127.0.0.1:25", Mail("127.0.0.1", 25, "", "", False, False)),
        ("smtp://us%40x:p%2Fw@mail.example.org:2525", Mail("mail.example.org", 2525, "us@x", "p/w", False, True)),
        ("smtps://us:pw@mail.example.org/", Mail("mail.example.org", 465, "us", "pw", True, False)),
    ],
)  # fmt: skip
def test_a_mail_server_is_read(monkeypatch: pytest.MonkeyPatch, value: str, meant: Mail) -> None:
    monkeypatch.setenv(NAME, value)
    assert env.mail(NAME) == meant


@pytest.mark.parametrize(
    "value",
    ["mail.example.org", "ftp://mail.example.org:25", "smtp://", "smtp://us@mail.example.org", "smtp://:pw@mail.example.org",
     "smtp://mail.example.org:port", "smtp://mail.example.org/inbox", "smtp://mail.example.org?tls=0", "smtp://h:99999",
     "smtp://us:secret-word@mail.example.org/x"],
)  # fmt: skip
def test_what_is_no_mail_server_stops_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)
    with pytest.raises(env.Wrong, match="write smtp://USER:PASSWORD@HOST:587") as refused:
        env.mail(NAME)
    assert "secret-word" not in str(refused.value)


def test_no_mail_server_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(NAME, raising=False)
    assert env.mail(NAME) is None and env.mailbox(NAME) == ""


@pytest.mark.parametrize(
    "value",
    ["office", "Us <office@example.org>", "office@example", "a@b.example,c@d.example", "a@b..example"],
)
def test_a_sender_is_an_address_alone(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)
    with pytest.raises(env.Wrong, match="write an e-mail address"):
        env.mailbox(NAME)


def test_a_sender_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "office@example.org")
    assert env.mailbox(NAME) == "office@example.org"
