"""The desk at 1,000, 100,000 and 1,000,000 cases: what each page costs, and how it grows.

SIZES cases (one in ten open, one in two hundred restricted, ten teams, five services, one in six with a colleague) have
CONTACTS contacts each. Asked are, by a caseworker of all ten teams through Django's own stack but without a network: the
queue and its second page, every filter, a case with 20 and one with 2,000 contacts, a search for a word that is in one case of
1,000 and for one in every tenth, and the start page. Each page CALLS times, after one that is thrown away; p50 and p95 in
milliseconds, and its SQL statements. Then BULK cases are given a tag together, in seconds and statements of all, looking
before included. At the end DESKS open desks (open_desks.py). `PLAN=1` prints the plan of the slowest statement of every
page at the largest size. Promised are the queue's growth, and 100 ms at p95 for any list of it and for the rare word.
"""

from collections.abc import Iterator
from statistics import quantiles
from typing import TYPE_CHECKING, Final

from bench import open_desks
from bench.desk_pages import PAGES
from bench.figures import Figure, Sizes, UnusableSize
from chaos.office import open_for_chaos

if TYPE_CHECKING:
    from bench.desk_office import Office

GROWTH: Final = 1.3
WITHIN: Final = (
    100  # ms at p95: any list of the queue and the search for a rare word, however many cases there are
)
SLOWER: Final = ("common_word", "start")


def run(sizes: Sizes) -> list[Figure]:
    levels = _levels(sizes)
    contacts, calls = sizes.number("CONTACTS", otherwise=5), sizes.number("CALLS", otherwise=40)
    bulk, desks = sizes.number("BULK", otherwise=500), sizes.number("DESKS", otherwise=200)
    figures: list[Figure] = []
    with open_for_chaos():
        from bench.desk_office import Office  # needs Django

        office = Office(contacts=contacts)
        for level in levels:
            office.grow(level)
            figures += [*_figures(office, level, calls), *_many(office, level, bulk)]
        if "PLAN" in sizes.given:
            office.explain()
        figures += open_desks.figures(desks=desks, quiet=30, sent=30)
    return [*figures, *_growth(figures, levels)]


def _levels(sizes: Sizes) -> list[int]:
    given = sizes.given.get("SIZES") or "1000,100000,1000000"
    parts = given.split(",")
    if not all(part.isascii() and part.isdecimal() and int(part) >= 100 for part in parts):
        raise UnusableSize(f"SIZES is {given!r}; write whole numbers of 100 or more with commas between.")
    return sorted({int(part) for part in parts})


def _figures(office: "Office", level: int, calls: int) -> Iterator[Figure]:
    for name, (seconds, statements) in office.measured(calls).items():
        yield Figure(name=f"desk_{name}_{level}_p50_ms", value=_quantile(seconds, 50), unit="ms")
        within = WITHIN if name in PAGES and name not in SLOWER else None
        yield Figure(
            name=f"desk_{name}_{level}_p95_ms", value=_quantile(seconds, 95), unit="ms", at_most=within
        )
        yield Figure(name=f"desk_{name}_{level}_statements", value=statements, unit="statements")


def _many(office: "Office", level: int, bulk: int) -> list[Figure]:
    changed, seconds, statements = office.many(bulk, tag=f"size-{level}")
    return [
        Figure(name=f"desk_bulk_{level}_cases", value=changed, unit="cases"),
        Figure(name=f"desk_bulk_{level}_s", value=seconds, unit="s"),
        Figure(name=f"desk_bulk_{level}_statements", value=statements, unit="statements"),
    ]


def _growth(figures: list[Figure], levels: list[int]) -> list[Figure]:
    """How much slower at the largest than at the smallest size; the queue's own is a promise."""
    found = {figure.name: figure.value for figure in figures}
    grown = []
    for name in [*PAGES, "case_20", "case_2000", "queue_page_2"]:
        small, large = (found[f"desk_{name}_{level}_p95_ms"] for level in (levels[0], levels[-1]))
        promised = GROWTH if name == "queue" else None
        grown.append(Figure(name=f"{name}_p95_growth", value=large / small, unit="times", at_most=promised))
    return grown


def _quantile(seconds: list[float], percent: int) -> float:
    return quantiles(seconds, n=100, method="inclusive")[percent - 1] * 1000
