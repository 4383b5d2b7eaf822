"""A wrong setting is one sentence that names it and says what to write."""

import pytest

from backoffice import env

NAME = "ONEQUEUE_TRIED"


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch):
    return lambda value: monkeypatch.setenv(NAME, value)


def test_what_is_not_set_takes_the_default() -> None:
    assert env.text(NAME, "here") == "here"
    assert env.flag(NAME, True) is True
    assert env.integer(NAME, 7, minimum=1, maximum=9) == 7
    assert env.url(NAME, "http://127.0.0.1:8000") == "http://127.0.0.1:8000"
    assert env.pairs(NAME) == {}


def test_empty_counts_as_not_set(given) -> None:
    given("")
    assert env.text(NAME, "here") == "here"
    assert env.flag(NAME, True) is True


@pytest.mark.parametrize("value", [" x", "x ", "x\n", "a\tb", "a\x01b"])
def test_a_value_with_loose_blanks_or_control_characters_is_refused(given, value: str) -> None:
    given(value)
    with pytest.raises(env.Wrong) as refused:
        env.text(NAME)
    assert str(refused.value).startswith(NAME)


@pytest.mark.parametrize(
    ("value", "meant"),
    [("1", True), ("yes", True), ("TRUE", True), ("on", True), ("0", False), ("No", False)],
)
def test_a_flag_is_yes_or_no(given, value: str, meant: bool) -> None:
    given(value)
    assert env.flag(NAME, not meant) is meant


@pytest.mark.parametrize("value", ["maybe", "2", "-1", "ja", "None"])
def test_any_other_flag_is_refused(given, value: str) -> None:
    given(value)
    with pytest.raises(env.Wrong, match=f"{NAME} is .*write 1 for yes or 0 for no"):
        env.flag(NAME, False)


@pytest.mark.parametrize("value", ["0", "65536", "80 80", "1_000", "1e3", "-5", "٣", "0x10", "8000.0"])
def test_a_number_out_of_bounds_or_of_another_kind_is_refused(given, value: str) -> None:
    given(value)
    with pytest.raises(env.Wrong, match="write a whole number from 1 to 65535"):
        env.integer(NAME, 8000, minimum=1, maximum=65535)


def test_a_number_within_bounds_is_read(given) -> None:
    given("0008")
    assert env.integer(NAME, 1, minimum=1, maximum=9) == 8


@pytest.mark.parametrize(
    "value", ["https://requests.example.org", "http://[::1]:8000", "https://example.org/office"]
)
def test_an_address_is_kept_as_written(given, value: str) -> None:
    given(value)
    assert env.url(NAME, "") == value


@pytest.mark.parametrize(
    "value",
    [
        "requests.example.org",
        "ftp://example.org",
        "https://",
        "https://example.org:port",
        "https://example.org:99999",
        "http://[::1",
        "https://name:word@example.org",
        "https://example.org/?a=1",
        "https://example.org/#top",
    ],
)
def test_what_is_no_plain_address_is_refused(given, value: str) -> None:
    given(value)
    with pytest.raises(env.Wrong, match=f"^{NAME} "):
        env.url(NAME, "")


@pytest.mark.parametrize("value", ["", "short", "a" * 64, "changeme" * 3])
def test_a_secret_that_can_be_guessed_is_refused_and_never_shown(given, value: str) -> None:
    given(value)
    with pytest.raises(env.Wrong) as refused:
        env.secret(NAME)
    assert "at least 32 random characters" in str(refused.value)
    assert not value or value not in str(refused.value)


def test_a_secret_is_kept_as_written(given) -> None:
    given("correct-horse-battery-staple-0123456789")
    assert env.secret(NAME) == "correct-horse-battery-staple-0123456789"


def test_a_required_text_says_how_to_write_it() -> None:
    with pytest.raises(env.Wrong, match=f"{NAME} is not set; write for example {NAME}=blue"):
        env.required_text(NAME, "blue")


def test_pairs_are_read_in_order(given) -> None:
    given("AC1=one, AC2=two=2")
    assert env.pairs(NAME) == {"AC1": "one", "AC2": "two=2"}


@pytest.mark.parametrize("value", ["AC1", "=one", "AC1=", "AC1=one,AC1=two"])
def test_pairs_that_do_not_pair_are_refused(given, value: str) -> None:
    given(value)
    with pytest.raises(env.Wrong, match="write NAME=VALUE,NAME=VALUE"):
        env.pairs(NAME)


def test_texts_hold_commas_quotes_and_line_breaks(given) -> None:
    assert env.texts(NAME) == {}
    given('{"HX1":"Dear {{1}}, \\"hello\\"\\nReply.","HX2":"x"}')
    assert env.texts(NAME) == {"HX1": 'Dear {{1}}, "hello"\nReply.', "HX2": "x"}


@pytest.mark.parametrize("value", ["HX1=x", "[]", '{"HX1":""}', '{"HX1":1}', '{"HX1":', "null", '"x"'])
def test_what_is_no_object_of_texts_is_refused(given, value: str) -> None:
    given(value)
    with pytest.raises(env.Wrong, match="object of texts"):
        env.texts(NAME)


def test_a_choice_is_one_of_the_list(given) -> None:
    assert env.choice(NAME, "twilio", choices=("twilio", "notify")) == "twilio"
    given("Notify")
    assert env.choice(NAME, "twilio", choices=("twilio", "notify")) == "notify"
    given("pigeon")
    with pytest.raises(env.Wrong, match="write twilio or notify"):
        env.choice(NAME, "twilio", choices=("twilio", "notify"))
