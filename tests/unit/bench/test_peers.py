"""`make bench ONLY=peers`: what it refuses, and how the harness's figures are read."""

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from bench import BENCHES, ONLY_BY_NAME, peers
from bench.figures import CannotRun, Figure
from bench.peers_read import BOUNDS, figures
from bench.runner import main


def written(*rows: tuple[str, int, str, int, float | None], **more: Any) -> str:
    """Rows of (operation, size, target, round, p50 in ms), as the harness writes them."""
    named = ("op", "level", "target", "round", "p50")
    return json.dumps({"rows": [{**dict(zip(named, row, strict=True)), "errors": 0, **more} for row in rows]})


def read(text: str) -> dict[str, Figure]:
    return {each.name: each for each in figures(text)}


def test_a_ratio_is_the_median_of_those_within_a_round() -> None:
    found = read(
        written(
            ("B_html", 100_000, "floor", 0, 10), ("B_html", 100_000, "onequeue", 0, 40),
            ("B_html", 100_000, "floor", 1, 100), ("B_html", 100_000, "onequeue", 1, 200),
            ("B_html", 100_000, "floor", 2, 20), ("B_html", 100_000, "onequeue", 2, 50),
            ("B_html", 100_000, "django_helpdesk", 1, 400), sql=9,
        )
    )  # fmt: skip

    assert found["peers_B_html_100000_to_floor"].value == 2.5
    assert found["peers_B_html_100000_to_floor"].at_most == 3
    assert found["peers_B_html_100000_to_django_helpdesk"].value == 0.5
    assert found["peers_B_html_100000_to_django_helpdesk"].promise == ""
    assert found["peers_B_html_100000_p50_ms"].value == 50
    assert found["peers_B_html_100000_statements"].value == 9


def test_every_size_has_the_bound_of_its_operation() -> None:
    rows = [
        (op, size, target, 0, ms)
        for op in BOUNDS
        for size in (1_000, 100_000)
        for target, ms in (("floor", 10), ("onequeue", 35))
    ]
    found = read(written(*rows))

    kept = {name for name, each in found.items() if name.endswith("_to_floor") and each.kept}
    assert kept == {
        f"peers_{op}_{size}_to_floor" for op in ("D_html", "C_search") for size in (1_000, 100_000)
    }
    assert [found[f"peers_{op}_1000_to_floor"].at_most for op in BOUNDS] == [3, 3, 4, 2, 5]


def test_what_only_we_have_stands_beside_what_is_like_it_and_promises_nothing() -> None:
    found = read(
        written(
            ("E_api", 1_000, "floor", 0, 5),
            ("E_reply", 1_000, "onequeue", 0, 20),
            ("A_sms", 0, "onequeue", 0, 9),
        )
    )

    assert found["peers_E_reply_1000_to_floor"].value == 4 and found["peers_E_reply_1000_to_floor"].kept
    assert "peers_A_sms_0_to_floor" not in found


def test_an_operation_that_failed_is_no_fast_one() -> None:
    rows = [("B_api", 1_000, target, number, 5) for target in ("floor", "onequeue") for number in range(2)]
    failed = json.loads(written(*rows))
    failed["rows"][-1] |= {"errors": 3, "error": "GET / -> 500"}

    assert [(name, each.value, each.kept) for name, each in read(json.dumps(failed)).items()] == [
        ("peers_B_api_1000_failed", 3, False)
    ]


def test_a_bound_without_a_floor_is_not_kept() -> None:
    found = read(written(("B_api", 1_000, "onequeue", 0, 5)))

    assert not found["peers_B_api_1000_without_a_floor"].kept


def test_without_the_harness_it_says_where_it_looked_and_what_to_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PEERS_HARNESS", str(tmp_path))
    monkeypatch.setenv("SIZES", "0")

    assert main(package="bench", known=BENCHES, wanted=["peers"]) == 2
    assert capsys.readouterr().err == (
        f"The shared harness is not in {tmp_path} (run.py is missing): name its folder in PEERS_HARNESS.\n"
    )


def test_a_port_that_is_taken_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr(peers, "PORTS", {"the floor": port})
        with pytest.raises(CannotRun, match=f"Port {port}, which the floor needs, is in use"):
            peers._ports_are_free()


def test_all_benches_are_run_without_it() -> None:
    assert ONLY_BY_NAME == ("peers",) and set(ONLY_BY_NAME) < set(BENCHES)
