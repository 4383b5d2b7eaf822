"""The search page: who and what is found, where the words stand, what narrows it, at what cost, for whose eyes."""

from typing import Any

import pytest
from django.conf import settings
from django.contrib.postgres.search import SearchVector
from django.core.files.base import ContentFile
from django.db import connection
from django.db.models import Value
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework import presenters_search, search, search_words, selectors_excerpts, selectors_search
from casework.counts import MOST_COUNTED
from casework.models import Attachment, Case, Event, Person, Staff
from casework.permissions import visible_cases
from casework.search import WORD
from casework.services import notes
from casework.standing import StaffBackend
from casework.views import search as search_view
from tests import factories as make

pytestmark = pytest.mark.django_db

# Session, user and office; the cases and how many; people and their numbers; where the words stand.
STATEMENTS_OF_A_SEARCH = 5
# Session, user and office; the cases; the summaries and names that a mistyped word is compared with.
STATEMENTS_OF_NOTHING_FOUND = 4
URL = "/desk/search/"


@pytest.fixture
def worker() -> Staff:
    return make.staff("worker")


@pytest.fixture
def client(worker: Staff) -> Client:
    client = Client()
    client.force_login(worker)
    return client


def found(client: Client, typed: str) -> Any:
    answer = client.get(URL, {"q": typed})
    assert answer.status_code == 200
    return answer


def references(answer: Any) -> list[str]:
    return [row.reference for row in answer.context.get("cases", [])]


def statements(client: Client, typed: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        found(client, typed)
    return len([query for query in seen if "SAVEPOINT" not in query["sql"]])


def fill(count: int, start: int = 0) -> None:
    make.office()
    for number in range(start, start + count):
        make.text(
            f"text {number}",
            sender=f"07700 900{number:03}",
            at=make.later(minutes=number),
            person_name=f"Texter {number}",
        )


# Cost


def test_a_search_needs_the_same_statements_for_three_rows_and_for_thirty(
    client: Client, worker: Staff
) -> None:
    fill(3)
    few = statements(client, "text")
    fill(27, start=3)
    for case in Case.objects.all():
        notes.add_note(case=case, body="A text came", actor=worker, now=make.later(days=1))
    assert few == statements(client, "text") == STATEMENTS_OF_A_SEARCH


def test_nothing_found_costs_no_more_than_something(client: Client) -> None:
    fill(3)
    assert statements(client, "zzzz") == STATEMENTS_OF_NOTHING_FOUND


def test_an_empty_search_reads_nothing(client: Client) -> None:
    fill(3)
    assert statements(client, "") == 1


@pytest.mark.parametrize(
    ("typed", "index"),
    [("boiler", "case_search"), ("900123", "contact_point_value_trgm"),
     ('"no heat"', "case_search"), ("khan boiler", "case_search")],
    ids=["words", "number", "phrase", "name_and_words"],
)  # fmt: skip
def test_each_way_has_its_index(typed: str, index: str, worker: Staff) -> None:
    fill(5)
    with connection.cursor() as cursor:
        # Five rows are read quickest whole, by a table or by its key; asked is whether the words' own index can serve.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
    plan = search.matching(visible_cases(worker), typed).order_by("-last_activity_at", "-id")[:21].explain()
    assert index in plan, plan


def test_few_words_wait_to_be_filed_into_the_index() -> None:
    """Each search reads those that do. The state that Django knows says so too, but would not change an index for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reloptions FROM pg_class WHERE relname = 'case_search'")
        assert cursor.fetchall() == [(["gin_pending_list_limit=1024"],)]


def test_of_what_was_found_a_process_keeps_nothing_about_a_person(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.case("She is afraid of him", person_name="Amina Khan")
    cells = engines["jinja2"].env.globals["cells"]
    draw, kept = cells.drawn, list[str]()
    monkeypatch.setattr(cells, "drawn", lambda *asked: kept.append(repr(asked)) or draw(*asked))
    page = client.get("/desk/search/?q=afraid").content.decode()
    assert "Amina Khan" in page and "<mark>afraid</mark>" in page
    assert kept and not [each for each in kept for words in ("afraid", "Amina") if words in each]


ALIKE = (
    "boiler",
    "drip",
    "drip -boiler",
    '"boiler drips"',
    "khan",
    "khan boiler",
    "amina khan",
    "ami kha",
    "mina tap",
    "900123",
    "boiler 900123",
    "-boiler",
    "-",
    "x",
)


def test_what_is_said_often_is_found_alike_on_another_way(worker: Staff) -> None:
    """In an order that an index has, instead of by the words and then sorted."""
    fill(3)
    make.call("The boiler drips", by=worker, person_name="Amina Khan")
    make.text("The tap drips, not the boiler", sender="07700 900123")
    cases = visible_cases(worker)
    for typed in ALIKE:
        sorted_ones = set(search.matching(cases, typed))
        assert set(search.matching(cases, typed, walking=True)) == sorted_ones, typed
    assert len(set(search.matching(cases, "drip", walking=True))) == 2


@pytest.mark.parametrize("role", ["caseworker", "manager", "administrator"])
def test_the_first_page_is_what_a_query_written_anew_finds(role: str) -> None:
    """Of statements that are written once for everything of this form that anybody types."""
    fill(3)
    by = make.staff("writer")
    make.call("Khan here, the boiler drips", by=by, person_name="Amina Khan")
    make.text("The tap drips, not the boiler", sender="07700 900123")
    make.form("100% damp_walls", sender="somebody@example.org")
    staff = StaffBackend().get_user(make.staff("reader", role=role).pk)
    assert staff is not None
    hits = 0
    for typed in (
        *ALIKE,
        "tap",
        "damp",
        "100%",
        "%",
        "_",
        "somebody@example.org",
        "amina",
        "o'khan",
        "drips amina khan",
    ):
        page, many, anybody = selectors_search.first_cases(staff=staff, words=typed, size=20)
        wanted = search.matching(visible_cases(staff).filter(merged_into=None), typed)
        latest = wanted.order_by("-last_activity_at", "-id")
        assert [row.id for row in page.rows] == [case.pk for case in latest[:20]], typed
        assert many == wanted.count(), typed
        asked = search_words.read(typed, selectors_search.Office())
        assert anybody or not selectors_search.people(staff=staff, asked=asked), typed
        hits += many
    assert bool(hits) == (role != "administrator")


@pytest.mark.parametrize("known", [True, False], ids=["read_with_standing", "without"])
def test_what_is_found_otherwise_too_often_to_be_counted_is_still_shown_latest_first(
    known: bool, worker: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(6)
    staff = StaffBackend().get_user(worker.pk) if known else worker
    assert staff is not None
    latest = list(visible_cases(worker).order_by("-last_activity_at", "-id").values_list("pk", flat=True))
    few = selectors_search.first_cases(staff=staff, words="texter", size=4)
    assert [row.id for row in few.page.rows] == latest[:4] and few.many == 6
    monkeypatch.setattr(search, "MANY", 3)
    selectors_search._few.cache_clear()
    many = selectors_search.first_cases(staff=staff, words="texter", size=4)
    selectors_search._few.cache_clear()
    assert [row.id for row in many.page.rows] == latest[:4] and many.many == MOST_COUNTED + 1


def test_nobody_is_looked_for_where_nobody_is_on_record_by_that(client: Client, worker: Staff) -> None:
    fill(3)
    for words, anybody in (("text", True), ("900001", True), ("boiler", False), ("900999", False)):
        known = selectors_search.first_cases(staff=worker, words=words, size=20)
        assert known.anybody is anybody, words
    kept = make.case(sender=make.BEN, person_name="Olga Hidden")
    Case.objects.filter(pk=kept.pk).update(restricted=True, team=make.team("far-away"))
    assert selectors_search.first_cases(staff=worker, words="olga", size=20).anybody
    answer = found(client, "olga")  # what is on record is no reason to say so
    assert answer.context["people"] == [] and "Olga Hidden" not in answer.content.decode()


def test_how_often_is_counted_without_what_is_left_out(
    worker: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(3)
    monkeypatch.setattr(search, "MANY", 2)
    cases = visible_cases(worker)
    reference = cases[0].reference
    said = {
        typed: search.often(cases, typed)
        for typed in ("text", "text -text", "texter", "texter -text", "nowhere", reference, "?", "\x00")
    }
    assert said == {
        "text": True,
        "text -text": False,
        "texter": True,
        "texter -text": False,
        "nowhere": False,
        reference: False,
        "?": False,
        "\x00": False,
    }


@pytest.mark.parametrize("typed", ["text", "texter"], ids=["word", "name"])
def test_what_is_common_has_its_pages_and_its_count(
    typed: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(30)

    def pages() -> tuple[list[str], str]:
        selectors_search._few.cache_clear()
        first = client.get(URL, {"q": typed})
        second = client.get(first.context["older"])
        cases = [*first.context["cases"], *second.context["cases"]]
        return [each.reference for each in cases], first.context["count"]

    few, counted = pages()
    monkeypatch.setattr(search, "MANY", 2)
    many, told = pages()
    selectors_search._few.cache_clear()
    assert many == few and len(set(few)) == 30
    assert (counted, told) == ("30 cases", "1,000+ cases")


# What is found


@pytest.mark.parametrize(
    "typed",
    ["mould", "MOULD", "moulds", "mou", "wardrobes behind", '"behind the wardrobe"', "cafe", "07700900101", "+44 7700 900101",
     "0044 7700 900101", "900101", "(07700) 900 101", "amina", "KHAN", "khan amina", "Amina mould", "khan -bathroom"],
)  # fmt: skip
def test_it_finds(typed: str, client: Client, worker: Staff) -> None:
    call = make.call("There is mould behind the wardrobe, at the café", by=worker, person_name="Amina Khan")
    make.form("The street lamp is out", sender=make.BEN)
    assert call.case is not None
    assert references(found(client, typed)) == [call.case.reference]


@pytest.mark.parametrize(
    "typed",
    ["mould lamp", '"wardrobe the behind"', "mould -wardrobe", "status:closed mould", "team:housing mould", "' OR 1=1--", "%",
     "_", "\\", "(a+)+$", "\x00", "&|!:*", "null", "🔥", "x" * 5000, "\u202e", '"', "-", "<script>"],
)  # fmt: skip
def test_it_does_not_find(typed: str, client: Client, worker: Staff) -> None:
    make.call("There is mould behind the wardrobe", by=worker, person_name="Amina Khan")
    assert references(found(client, typed)) == []


def test_a_reference_is_found_however_it_is_spelled(client: Client) -> None:
    case = make.case()
    make.case("Another", sender=make.BEN)
    for typed in (
        case.reference.lower(),
        case.reference.replace("-", " "),
        f"#{case.reference.replace('-', '')}.",
    ):
        assert references(found(client, typed)) == [case.reference]


def test_closed_cases_are_found_too(client: Client, worker: Staff) -> None:
    from casework.services import status

    case = make.case("mould")
    status.change_status(case=case, to="closed", outcome="Done", actor=worker, now=make.later(hours=1))
    assert references(found(client, "mould")) == [case.reference]
    assert references(found(client, "mould status:open")) == []


FILTERS = [
    ("team", "team:housing", {"mine"}),
    ("team_by_name", 'team:"Triage"', {"free"}),
    ("open", "status:open", {"mine", "free"}),
    ("who_me", "who:me", {"mine"}),
    ("who_nobody", "who:nobody", {"free"}),
    ("who_by_name", "who:worker", {"mine"}),
    ("channel", "channel:sms", {"mine"}),
    ("channel_web", "channel:form", {"free"}),
    ("tag", "tag:damp", {"mine"}),
    ("two_tags", "tag:damp tag:urgent", set()),
    ("before", "before:2026-03-02", set()),
    ("before_next", "before:2026-03-03", {"mine"}),
    ("after", "after:2026-03-03", {"free"}),
    ("overdue", "is:overdue", {"mine"}),
    ("file", "has:file", {"free"}),
    ("with_words", "tap who:me", {"mine"}),
    ("with_other_words", "lamp who:me", set()),
    ("put_together", "who:me channel:sms is:overdue tag:damp team:housing", {"mine"}),
]


@pytest.mark.parametrize(("typed", "expected"), [row[1:] for row in FILTERS], ids=[row[0] for row in FILTERS])
def test_filters_narrow_it(typed: str, expected: set[str], client: Client, worker: Staff) -> None:
    mine = make.case("A tap drips")
    free = make.form("The lamp is out", sender=make.BEN, at=make.later(days=1)).case
    assert free is not None
    Case.objects.filter(pk=mine.pk).update(
        assignee=worker, team=make.team("housing"), due_at=make.NOW, tags=["damp"], opened_at=make.NOW
    )
    Case.objects.filter(pk=free.pk).update(due_at="2100-01-01T00:00Z")
    _file(free)
    names = {mine.reference: "mine", free.reference: "free"}
    answer = found(client, typed)
    assert {names[reference] for reference in references(answer)} == expected
    assert answer.context["tags"]


def _file(case: Case) -> None:
    kept = Attachment(
        contact=case.contacts.get(direction="in"),
        name="a.txt",
        content_type="text/plain",
        size=1,
        sha256="0" * 64,
    )
    kept.file.save("a.txt", ContentFile(b"x"), save=False)
    kept.save(force_insert=True)


def test_a_filter_with_a_value_nobody_knows_is_words(client: Client) -> None:
    case = make.case("They said team:nowhere")
    answer = found(client, "team:nowhere")
    assert references(answer) == [case.reference] and answer.context["tags"] == []


def test_each_tag_leads_to_the_search_without_it(client: Client) -> None:
    make.case("A tap drips")
    tags = found(client, 'tap who:nobody "tap drips" -bath').context["tags"]
    assert [tag["label"] for tag in tags] == ["Nobody's yet", "“tap drips”", "Without “bath”"]
    assert [row.reference for row in client.get(tags[0]["remove"]).context["cases"]]
    assert client.get(tags[0]["remove"]).context["search_words"] == 'tap "tap drips" -bath'


def test_pages_meet_without_gap_or_repeat(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_view, "PAGE_SIZE", 10)
    fill(24)
    seen: list[str] = []
    url = f"{URL}?q=text"
    while url:
        answer = client.get(url)
        seen += references(answer)
        url = answer.context["older"]
    assert len(seen) == len(set(seen)) == 24
    assert answer.context["count"] == "24 cases" and answer.context["people"] == []
    assert client.get(f"{URL}?q=text&at=rubbish").status_code == 200


# People


def test_people_come_with_their_numbers_and_open_cases(client: Client) -> None:
    make.case("boiler", person_name="Amina Khan")
    (person,) = found(client, "amina").context["people"]
    assert (
        person.name == "Amina Khan"
        and person.points == ["07700 900101"]
        and person.open_cases == "1 open case"
    )
    assert client.get(person.url).status_code == 200
    for typed in ("900101", "khan amina", '"amina khan"'):
        assert [each.name for each in found(client, typed).context["people"]] == ["Amina Khan"]


def test_of_many_people_the_first_are_shown_and_that_there_are_more(client: Client) -> None:
    fill(12)
    answer = found(client, "texter")
    assert len(answer.context["people"]) == selectors_search.MOST_PEOPLE and answer.context["more_people"]
    assert "There are more people" in answer.content.decode()


def test_filters_alone_name_nobody(client: Client) -> None:
    make.case(person_name="Amina Khan")
    assert found(client, "status:open").context["people"] == []


# Where the words stand


def test_the_words_are_shown_where_they_stand(client: Client, worker: Staff) -> None:
    case = make.case("My boilers are cold", person_name="Amina Khan")
    (row,) = found(client, "boiler").context["cases"]
    assert "<mark>boilers</mark> are cold" in row.excerpt.words
    assert (
        row.excerpt.who == "from Amina Khan" and row.excerpt.channel == "sms" and row.excerpt.at == make.NOW
    )
    assert row.excerpt.url.startswith(f"/desk/cases/{case.reference}/#contact-")
    notes.add_note(case=case, body="The plumber was told", actor=worker, now=make.later(hours=1))
    (row,) = found(client, "plumber").context["cases"]
    assert (
        row.excerpt.words == "The <mark>plumber</mark> was told"
        and row.excerpt.who == "Note by Worker Example"
    )
    assert "#note-" in row.excerpt.url and row.excerpt.channel == ""


@pytest.mark.parametrize(
    ("said", "typed"),
    [("dying", "die"), ("lying", "lies"), ("skies", "sky"), ("ponies", "pony"), ("Hopping", "hop"), ("hoping", "hope"),
     ("relational", "relate"), ("sensibilities", "sensible"), ("early", "early"), ("cafés", "CAFE"), ("Cafe", "cafés"),
     ("Straße", "strasse"), ("STRASSE", "straße"), ("ŁÓDŹ", "lodz"), ("привет", "Привет"), ("x9", "x9"), ("7", "7")],
)  # fmt: skip
def test_a_word_is_marked_in_every_form(said: str, typed: str, client: Client) -> None:
    """A text is only read where the beginning of a word stands in it; no form may be lost by that."""
    make.case(f"Nothing is {said} here")
    (row,) = found(client, typed).context["cases"]
    assert f"<mark>{said}</mark>" in row.excerpt.words


IRREGULAR = (
    "skis skies dying lying tying idly gently ugly early only singly news howe atlas cosmos bias andes"
)


def test_a_form_of_a_word_differs_in_its_last_two_letters_at_most() -> None:
    """What the reading of excerpts takes for granted (kept_excerpts)."""
    words = WORD.findall((settings.BASE_DIR / "docs" / "chaos.md").read_text(encoding="utf-8"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT said, kept FROM unnest(%s::text[]) AS said,"
            " unnest(tsvector_to_array(to_tsvector('onequeue', said))) AS kept"
            " WHERE NOT lower(unaccent(said)) LIKE '%%' || lower(unaccent(left(kept, -2))) || '%%'",
            [words + IRREGULAR.split()],
        )
        assert len(words) > 500 and cursor.fetchall() == []


def test_of_several_places_the_one_with_most_of_the_words_is_shown(client: Client) -> None:
    case = make.case("The boiler")
    make.text("The boiler makes a noise", at=make.later(minutes=5))
    make.text("Boiler again", at=make.later(minutes=9))
    (row,) = found(client, "noise boiler").context["cases"]
    assert row.reference == case.reference
    assert "<mark>boiler</mark> makes a <mark>noise</mark>" in row.excerpt.words


def test_an_answer_is_found_and_shown(client: Client) -> None:
    case = make.form("No hot water", answers={"make": "Worcester", "where": ["Attic", "Cellar"]}).case
    assert case is not None
    (row,) = found(client, "worcester").context["cases"]
    assert "<mark>Worcester</mark>" in row.excerpt.words
    assert references(found(client, "cellar")) == [case.reference]


def test_found_by_name_there_is_no_excerpt(client: Client) -> None:
    make.case("boiler", person_name="Amina Khan")
    (row,) = found(client, "amina").context["cases"]
    assert row.excerpt is None


def test_of_a_contact_and_a_note_the_one_that_fits_better_is_shown(client: Client, worker: Staff) -> None:
    case = make.case("The boiler makes a noise", person_name="Amina Khan")
    notes.add_note(case=case, body="A boiler, and a noise", actor=worker, now=make.later(hours=1))
    notes.add_note(case=case, body="The boiler is a Worcester", actor=worker, now=make.later(hours=2))
    for typed, shown in (
        ("boiler noise", "from Amina Khan"),  # it is in both: what was said goes first
        ("boiler worcester", "Note by Worker Example"),
        ("worcester noise boiler", "from Amina Khan"),
    ):
        (row,) = found(client, typed).context["cases"]
        assert row.excerpt.who == shown, typed


@pytest.mark.parametrize(
    ("name", "known", "who"),
    [("Amina Khan", True, "from Amina Khan"), ("", True, "from Name not known"), ("", False, "from 07700 900101")],
)  # fmt: skip
def test_who_said_it_is_named_as_everywhere(name: str, known: bool, who: str, client: Client) -> None:
    case = make.case("The boiler", person_name="Somebody")
    person = Person.objects.get(name="Somebody")
    Person.objects.filter(pk=person.pk).update(name=name)
    case.contacts.update(person=person if known else None)
    (row,) = found(client, "boiler").context["cases"]
    assert row.excerpt.who == who


@pytest.mark.parametrize(("name", "who"), [("Worker Example", "Worker Example"), ("", "worker")])
def test_what_we_said_bears_the_name_of_a_colleague(
    name: str, who: str, client: Client, worker: Staff
) -> None:
    Staff.objects.filter(pk=worker.pk).update(full_name=name)
    case = make.case("Hello")
    case.contacts.update(direction="out", logged_by=worker, body="The plumber comes")
    Case.objects.filter(pk=case.pk).update(search=SearchVector(Value("plumber"), config="onequeue"))
    (row,) = found(client, "plumber").context["cases"]
    assert (row.excerpt.who, row.excerpt.tone) == (who, "ours")


@pytest.mark.parametrize("count", [3, 6])
def test_an_excerpt_is_what_a_query_written_anew_shows(count: int, worker: Staff) -> None:
    """Of a statement that is written once for all readers who are alike."""
    for number in range(count):
        make.text("This text came", sender=f"07700 90000{number}")
    by_machine = make.case("Text us, boiler", sender=make.BEN)
    by_machine.contacts.update(automatic=True)
    asked, staff = search_words.read("text boiler"), StaffBackend().get_user(worker.pk)
    assert staff is not None
    cases = list(Case.objects.values_list("pk", flat=True))
    given: dict[str, Any] = {"cases": cases, "asked": asked, "mark": "*"}
    shown = [selectors_excerpts.excerpts(staff=each, **given) for each in (staff, staff, worker)]
    assert len(shown[0]) == count and shown[0] == shown[1] == shown[2]
    assert {each.marked for each in shown[0].values()} == {"This *text* came"}


@pytest.mark.parametrize(
    ("said", "typed", "marked"),
    [("It boils over", "boiler", None), ("Khan it is, Amina", '"amina khan"', None),
     ("Amina Khan it is", '"amina khan"', "<mark>Amina</mark> <mark>Khan</mark> it is"),
     ("My running-shoe", "runnin", "My running-shoe")],
    ids=["begins_alike", "phrase_apart", "phrase", "within_a_compound"],
)  # fmt: skip
def test_one_text_that_may_fit_is_shown_where_it_does(
    said: str, typed: str, marked: str | None, client: Client
) -> None:
    """Read for its marks alone. The case is found by its name, whether its text fits or not."""
    make.case(said, person_name="Amina Khan boiler runnin")
    (row,) = found(client, typed).context["cases"]
    assert (row.excerpt and row.excerpt.words) == marked


HOSTILE = (
    "boiler <script>alert(1)</script> <b onclick=x>boiler</b> & &lt;i&gt; \"quoted\" 'single' <mark>not ours</mark> "
    "</mark><img src=x onerror=alert(1)> ${x} {{7*7}} \u202egnp.exe"
)


@pytest.mark.parametrize("where", ["contact", "note", "answer"])
def test_what_others_wrote_never_becomes_markup(where: str, client: Client, worker: Staff) -> None:
    if where == "contact":
        make.case(HOSTILE, person_name="<img src=x onerror=alert(2)>")
    elif where == "note":
        notes.add_note(case=make.case(), body=HOSTILE, actor=worker, now=make.NOW)
    else:
        make.form("Hello", answers={"<i>": HOSTILE})
    answer = found(client, "boiler")
    (row,) = answer.context["cases"]
    assert "<mark>boiler</mark>" in row.excerpt.words
    rest = row.excerpt.words.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in rest and ">" not in rest and '"' not in rest
    page = answer.content.decode()
    assert "<script>alert" not in page and "<img" not in page and "\u202e" not in page


def test_a_mark_that_somebody_wrote_is_text(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presenters_search, "MARK", "QQ")
    make.case("boiler QQ<script>QQ out QQ")
    (row,) = found(client, "boiler").context["cases"]
    assert "<script" not in row.excerpt.words
    assert row.excerpt.words.count("<mark>") == row.excerpt.words.count("</mark>")


def test_marks_cannot_be_guessed_and_are_split_evenly() -> None:
    mark = presenters_search.MARK
    assert len(set(mark)) > 8 and len(mark) > 20
    assert presenters_search.marked(f"a {mark}<b>{mark} c", mark) == "a <mark>&lt;b&gt;</mark> c"
    assert presenters_search.marked(f"{mark}{mark}", mark) == ""
    assert presenters_search.marked(f"a{mark}b", mark) == "a<mark>b</mark>"


# Nothing found


def test_a_mistyped_word_is_offered_as_it_may_be_meant(client: Client) -> None:
    make.case("The boiler is out", person_name="Ámina Khan")
    answer = found(client, "boilre")
    assert [(each.typed, [offer["words"] for offer in each.offers]) for each in answer.context["near"]] == [
        ("boilre", ["boiler"])
    ]
    assert references(client.get(answer.context["near"][0].offers[0]["url"]))
    assert found(client, "Kahn").context["near"][0].offers[0]["words"] == "Khan"
    assert found(client, "amina").context["near"][0].offers[0]["words"] == "Ámina"
    assert found(client, "boiler qqqqq").context["near"] == []


def test_a_mistyped_word_keeps_the_rest_of_the_search(client: Client) -> None:
    make.case("The boiler is out")
    (near,) = found(client, "boilre status:open").context["near"]
    assert near.offers[0]["url"].endswith("?q=boiler+status%3Aopen")


def test_states_say_what_to_do(client: Client) -> None:
    make.office()
    assert "What it understands" in found(client, "").content.decode()
    assert "Nothing found" in found(client, "qqqq").content.decode()


# Whose eyes


@pytest.fixture
def hidden() -> Case:
    """Of another team, and restricted."""
    other = make.case("A secret boiler", person_name="Zebedee Quill", sender=make.BEN)
    Case.objects.filter(pk=other.pk).update(team=make.team("legal"), restricted=True)
    return other


@pytest.mark.parametrize(
    "typed", ["secret", "zebedee", "07700 900102", '"secret boiler"', "status:open", "-nothing"]
)
def test_what_one_may_not_see_is_not_found_counted_or_named(typed: str, client: Client, hidden: Case) -> None:
    answer = found(client, typed)
    page = answer.content.decode()
    assert references(answer) == [] and answer.context["people"] == []
    assert answer.context["count"] == "No cases"
    assert hidden.reference not in page and "Quill" not in page


@pytest.mark.parametrize("typed", ["secrte", "zebedeee", "Qill"])
def test_what_one_may_not_see_is_not_offered(typed: str, client: Client, hidden: Case) -> None:
    answer = found(client, typed)
    assert answer.context["near"] == []


def test_its_reference_answers_like_one_that_does_not_exist(client: Client, hidden: Case) -> None:
    assert found(client, hidden.reference).context["count"] == "No cases"


def test_a_person_with_a_case_that_one_does_not_see_counts_only_the_others(client: Client) -> None:
    seen = make.case("boiler", person_name="Amina Khan")
    other = make.case("another", sender=make.BEN)
    person = Person.objects.get(name="Amina Khan")
    other.parties.update(person=person)
    Case.objects.filter(pk=other.pk).update(team=make.team("legal"))
    (shown,) = found(client, "amina").context["people"]
    assert shown.open_cases == "1 open case" and references(found(client, "amina")) == [seen.reference]


# Addresses


def test_the_old_address_still_searches_the_queue(client: Client) -> None:
    case = make.case("mould")
    page = client.get("/desk/?q=mould")
    assert [row.reference for row in page.context["rows"]] == [case.reference]


@pytest.mark.parametrize(
    "query",
    ["q=%00", "q=%ff", "q=a&q=b", "at=x", "q=%0d%0aSet-Cookie:x=1", "q=%22", "q=" + "x" * 8000, "q=before:0001-01-01",
     "q=who:%00", "q=" + "tag:a+" * 60],
)  # fmt: skip
def test_odd_requests_are_answered(query: str, client: Client) -> None:
    make.case()
    assert client.get(f"{URL}?{query}").status_code == 200


def test_searching_leaves_no_trace(client: Client) -> None:
    make.case()
    before = Event.objects.count()
    found(client, "boiler")
    assert Event.objects.count() == before
    assert reverse("desk:search") == URL
