"""The command: what it prints and how it ends."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

CONTACT = {"channel": "sms", "text": "my tap leaks", "at": "2026-03-02T12:30:00Z"}
AS_EXPECTED = json.dumps({"name": "a first text", "contact": CONTACT, "expect": {"result": "new"}})
OTHERWISE = json.dumps({"name": "a first text", "contact": CONTACT, "expect": {"result": "hold"}})


def sheet(tmp_path: Path, *lines: str) -> Path:
    file = tmp_path / "situations.jsonl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_all_as_expected(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_filing", sheet(tmp_path, AS_EXPECTED, "", AS_EXPECTED))

    assert capsys.readouterr().out == "2 of 2 as expected\n"


def test_a_difference_is_shown_with_the_engines_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("check_filing", sheet(tmp_path, AS_EXPECTED, OTHERWISE))

    out = capsys.readouterr().out
    assert ended.value.code == 1
    assert "line 2: a first text\n    result: expected hold, came out as new\n    rule 11: " in out
    assert out.endswith("1 of 2 as expected\n")


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="line 2: not JSON") as ended:
        call_command("check_filing", sheet(tmp_path, AS_EXPECTED, "{oops"))

    assert ended.value.returncode == 2


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read") as ended:
        call_command("check_filing", tmp_path / "none.jsonl")

    assert ended.value.returncode == 2
