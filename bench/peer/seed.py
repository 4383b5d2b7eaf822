"""The SQL that adds cases, for psql: rows of every table that a case of the product has, in the form of the pattern's.

psql puts in :first and :last. Texts are the harness's own (`bench_body`, `bench_words`), the same as its peers have.
"""

from collections.abc import Mapping
from typing import Any, Final

from bench.grown import ID_FUNCTION, statement

# Each person has so many cases, one after the other. The first 200 have the numbers that the harness texts and rings from.
CASES_EACH: Final = 2
KNOWN: Final = 200
CASE, CONTACT, PERSON, POINT, PARTY, EVENT, DECISION, CLOCK, DELIVERY = range(1, 10)
OPENED: Final = "(now() - (:last - {case}) * interval '1 minute')"
OPEN: Final = "({case} % 10 = 0)"
# Contacts of the first case beyond its two, so that it has twenty.
MORE: Final = 18
FAR: Final = 4_000_000_000
# Which of the harness's texts the request and the answer are. Only the first ever has its rare word: one case in 1,000.
TEXTS: Final = ("i", "i * 10 + 1")


def sql(*, case: Any, staff: list[Any]) -> str:
    """Needs the pattern case with a contact in, a contact out with its delivery, a party, events, a decision, a clock."""
    tables = [
        *_people(case),
        (case, _case(case, staff), {}),
        (case.parties.get(), {"id": _id(PARTY), "case_id": _id(CASE), "person_id": _person("i"), "contact_point_id": _point("i")}, {}),
        *_contacts(case, staff),
        *_history(case),
    ]  # fmt: skip
    inserts = [statement(row, columns, **{**BOUNDS, **bounds}) for row, columns, bounds in tables]
    names = dict.fromkeys(row._meta.db_table for row, _, _ in tables)
    off = [f"ALTER TABLE {name} DISABLE TRIGGER USER" for name in names]
    on = [f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in names]
    return "".join(
        f"{each.strip().removesuffix(';')};\n"
        for each in [ID_FUNCTION, _reference_function(), *off, *inserts, SEARCH_OF_THE_FIRST, *on]
    )


BOUNDS: Final = {"first": ":first", "last": ":last"}
FIRST_OF_THEIRS: Final = {"where": f"i % {CASES_EACH} = 1"}
SEARCH_OF_THE_FIRST: Final = f"""
UPDATE casework_case SET search = (SELECT to_tsvector('onequeue', string_agg(body, ' ')) FROM casework_contact WHERE case_id = bench_id({CASE}, 1))
WHERE id = bench_id({CASE}, 1) AND :first = 1"""  # noqa: S608  (our own numbers)


def _id(kind: int, number: str = "i") -> str:
    return f"bench_id({kind}, {number})"


def _person(case: str) -> str:
    return _id(PERSON, _whose(case))


def _point(case: str) -> str:
    return _id(POINT, _whose(case))


def _whose(case: str) -> str:
    """The person's own number is that of their first case."""
    return f"({case} - 1) / {CASES_EACH} * {CASES_EACH} + 1"


def _people(case: Any) -> list[tuple[Any, Mapping[str, str], Mapping[str, str]]]:
    party = case.parties.get()
    person = party.person
    link = person.points.get()
    nth = f"(i / {CASES_EACH})"
    number = f"CASE WHEN {nth} < {KNOWN} THEN '+447700900' || lpad({nth}::text, 3, '0') ELSE '+4475' || lpad({nth}::text, 8, '0') END"
    held = {
        "id": "nextval(pg_get_serial_sequence('casework_personcontactpoint', 'id'))",
        "person_id": _id(PERSON),
        "contact_point_id": _id(POINT),
    }
    return [
        (person, {"id": _id(PERSON), "name": f"'User ' || {nth}"}, FIRST_OF_THEIRS),
        (link.contact_point, {"id": _id(POINT), "value": number, "as_typed": number}, FIRST_OF_THEIRS),
        (link, held, FIRST_OF_THEIRS),
    ]


def _case(case: Any, staff: list[Any]) -> dict[str, str]:
    at, is_open = OPENED.format(case="i"), OPEN.format(case="i")
    ended = f"CASE WHEN NOT {is_open} THEN"
    return {
        "id": _id(CASE),
        "reference": "bench_reference(i)",
        "team_id": _one_of(case.team.__class__, "i"),
        "service_id": _one_of(case.service.__class__, "i"),
        "assignee_id": f"CASE WHEN i % 6 <> 0 THEN {_listed([each.pk for each in staff], 'i')} END",
        "is_open": is_open,
        "status": f"{ended} 'closed' ELSE 'open' END",
        "closed_at": f"{ended} {at} + interval '40 seconds' END",
        "outcome": f"{ended} 'Settled' ELSE '' END",
        "waiting_for": f"{ended} 'nobody' ELSE 'person' END",
        "needs_answer": "false",
        "priority": "(ARRAY['low', 'normal', 'normal', 'high', 'urgent'])[1 + i / 10 % 5]",
        "priority_rank": "(ARRAY[0, 1, 1, 2, 3])[1 + i / 10 % 5]",
        "summary": "bench_words(i * 7, 6)",
        "search": " || ".join(f"to_tsvector('onequeue', bench_body({text}))" for text in TEXTS),
        "opened_at": at,
        "assigned_at": at,
        "last_activity_at": f"{at} + interval '20 seconds'",
        "last_in_at": at,
        "last_out_at": f"{at} + interval '20 seconds'",
        "responded_at": f"{at} + interval '20 seconds'",
    }


def _contacts(case: Any, staff: list[Any]) -> list[tuple[Any, Mapping[str, str], Mapping[str, str]]]:
    """The request and the answer of every case; the first case goes on, in and out in turn."""
    came, went = case.contacts.get(direction="in"), case.contacts.get(direction="out")
    rows: list[tuple[Any, Mapping[str, str], Mapping[str, str]]] = []
    for turn, pattern in enumerate((came, went)):
        number = f"2 * i + {turn}"
        rows.append((pattern, _contact(number, "i", TEXTS[turn], turn), {}))
        further = {"first": f"{FAR}", "last": f"{FAR + MORE // 2 - 1}", "where": ":first = 1"}
        rows.append((pattern, _contact(number, "1", f"{number} - {2 * FAR}", f"{number} - {2 * FAR} + 2"), further))  # fmt: skip
    told = {"id": _id(DELIVERY), "contact_id": _id(CONTACT, "2 * i + 1"), "provider_id": "'SM' || i"}
    return [*rows, (went.delivery, told, {})]


def _contact(number: str, case: str, text: str, turn: object) -> dict[str, str]:
    at = f"{OPENED.format(case=case)} + ({turn}) * interval '2 seconds'"
    return {
        "id": _id(CONTACT, number),
        "case_id": _id(CASE, case),
        "person_id": _person(case),
        "contact_point_id": _point(case),
        "external_id": f"'bench-' || ({number})",
        "body": f"bench_body({text})",
        "took_place_at": at,
        "logged_at": at,
    }


def _history(case: Any) -> list[tuple[Any, Mapping[str, str], Mapping[str, str]]]:
    """How it came and was routed, what was promised, and in those that ended that they did."""
    at, contact = OPENED.format(case="i"), _id(CONTACT, "2 * i")
    rows: list[tuple[Any, Mapping[str, str], Mapping[str, str]]] = []
    for kind, event in enumerate(case.events.order_by("at", "id")):
        rows.append((event, _event(event, kind=100 + kind, at=at, contact=contact), _of_the_ended(event)))
    decision = {"id": _id(DECISION), "case_id": _id(CASE), "contact_id": contact, "at": at}
    rows.append((case.decisions.get(), decision, {}))
    clock = {
        "id": _id(CLOCK), "case_id": _id(CASE), "started_at": at, "due_at": f"{at} + interval '5 days'",
        "stopped_at": f"{at} + interval '20 seconds'",
    }  # fmt: skip
    return [*rows, (case.clocks.first(), clock, {})]


def _event(event: Any, *, kind: int, at: str, contact: str) -> dict[str, str]:
    of_contact = {"contact_id": contact} if event.contact_id else {}
    return {"id": _id(kind), "case_id": _id(CASE), "at": at, **of_contact}


def _of_the_ended(event: Any) -> dict[str, str]:
    return {"where": f"NOT {OPEN.format(case='i')}"} if event.after.get("status") == "closed" else {}


def _one_of(model: Any, number: str) -> str:
    return _listed(list(model.objects.order_by("code").values_list("pk", flat=True)), number)


def _listed(keys: list[Any], number: str) -> str:
    listed = ", ".join(f"'{key}'::uuid" for key in keys)
    return f"(ARRAY[{listed}])[1 + ({number}) % {len(keys)}]"


def _reference_function() -> str:
    """Real references: seven drawn characters for a number, each seven another number's, and the check character.

    The sum is linear, so what each character adds at each place is read off the product's own function. About one in
    sixteen ends in A or E, which the product never draws.
    """
    from casework.references import ALPHABET, DRAWN, check_character

    nothing = ALPHABET.index(check_character("0" * 7))
    adds = [
        [ALPHABET.index(check_character("0" * place + each + "0" * (6 - place))) ^ nothing for each in DRAWN]
        for place in range(7)
    ]
    table = ", ".join(str(each) for row in adds for each in row)
    many = len(DRAWN)
    return f"""
CREATE OR REPLACE FUNCTION bench_reference(i bigint) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE rest bigint := (i * 7907 * 104729 + 15485863) % {many**7}; seven text := ''; total int := {nothing}; value int;
  adds int[] := ARRAY[{table}];
BEGIN
  FOR place IN 0..6 LOOP
    value := rest % {many}; rest := rest / {many};
    seven := seven || substr('{DRAWN}', value + 1, 1);
    total := total # adds[place * {many} + value + 1];
  END LOOP;
  RETURN substr(seven, 1, 4) || '-' || substr(seven, 5) || substr('{ALPHABET}', total + 1, 1);
END $$"""
