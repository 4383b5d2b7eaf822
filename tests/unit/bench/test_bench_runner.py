"""`make bench` and `make chaos`: names, sizes, figures, exit codes."""

import json
from pathlib import Path

import pytest

from bench import BENCHES, filing
from bench.figures import Figure, Sizes, UnusableSize
from bench.runner import main
from casework.filing import decide
from chaos import RUNS


def test_figures_are_printed_one_a_line_and_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DECISIONS", "240")
    monkeypatch.setattr(filing, "PROMISED", 1)
    results = tmp_path / "results.json"

    assert main(package="bench", known=BENCHES, wanted=["filing"], results=results) == 0

    lines = capsys.readouterr().out.splitlines()
    written = json.loads(results.read_text())
    assert [line.split(":")[0] for line in lines] == list(written)
    assert lines[0].startswith("filing_decisions_per_s: ") and lines[0].endswith(" 1/s")
    assert written["filing_decisions_measured"]["value"] == 240 * 7


def test_a_broken_promise_is_said_and_is_exit_code_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DECISIONS", "240")
    monkeypatch.setattr(filing, "PROMISED", 10**9)

    assert main(package="bench", known=("filing",), wanted=[]) == 1
    assert "PROMISED at least 1e+09" in capsys.readouterr().out


@pytest.mark.parametrize(("package", "known"), [("bench", BENCHES), ("chaos", RUNS)])
def test_an_unknown_name_is_answered_with_the_names_there_are(
    package: str, known: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(package=package, known=known, wanted=["filing,nonsense"]) == 2
    assert capsys.readouterr().err == f"There is no {package} nonsense. There are: {', '.join(known)}.\n"


@pytest.mark.parametrize("given", ["0", "-1", "many", "1.5", "²"])
def test_a_size_is_a_whole_number(given: str) -> None:
    with pytest.raises(UnusableSize) as refused:
        Sizes({"TEXTS": given}).number("TEXTS", otherwise=5)

    assert str(refused.value) == f"TEXTS is {given!r}; write a whole number above 0."


def test_a_size_that_is_not_given_is_the_benches_own() -> None:
    assert Sizes({"TEXTS": ""}).number("TEXTS", otherwise=5) == 5


@pytest.mark.parametrize(
    ("value", "kept"), [(4, False), (5, True), (6, True), (7, False)], ids=lambda each: str(each)
)
def test_a_promise_has_bounds(value: float, kept: bool) -> None:
    assert Figure(name="n", value=value, unit="s", at_least=5, at_most=6).kept is kept


def test_a_figure_says_its_promise() -> None:
    assert Figure(name="n", value=1, unit="s", at_least=0, at_most=0).promise == "exactly 0"
    assert Figure(name="n", value=1, unit="s", at_least=2, at_most=3).promise == "at least 2 and at most 3"
    assert str(Figure(name="n", value=1.23456, unit="s")) == "n: 1.23 s"


def test_the_mix_of_the_filing_bench_reaches_every_rule_with_twenty_cases_each() -> None:
    mix = filing.situations()

    assert {decide(facts).rule for facts in mix} == filing.RULES
    assert {len(facts.cases) for facts in mix} == {20}
