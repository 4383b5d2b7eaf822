"""What the pages' own tags and filters print."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django import forms
from django.template import engines
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from casework.templatetags import oq

NOW = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)


def render(source: str, **context: Any) -> str:
    return engines["django"].from_string(source).render(context).strip()


class Day(forms.MultiWidget):
    def __init__(self) -> None:
        super().__init__({"day": forms.TextInput, "month": forms.TextInput, "year": forms.TextInput})

    def decompress(self, value: Any) -> list[Any]:
        return [value.day, value.month, value.year] if value else [None] * 3


class Form(forms.Form):
    name = forms.CharField(label="Full name", help_text="As they say it", max_length=80)
    amount = forms.IntegerField(required=False)
    body = forms.CharField(widget=forms.Textarea, required=False)
    reach = forms.ChoiceField(choices=[("a", "Call"), ("b", "Text")], widget=forms.RadioSelect)
    need = forms.MultipleChoiceField(
        choices=[("x", "Ramp"), ("y", "Loop")], widget=forms.CheckboxSelectMultiple, required=False
    )
    service = forms.ChoiceField(choices=[("", "Choose"), ("Money", [("d", "Debt")]), ("h", "Home")])
    agree = forms.BooleanField(required=False)
    when = forms.Field(widget=Day(), required=False)
    letter = forms.FileField(required=False)
    secret = forms.CharField(widget=forms.PasswordInput, required=False)
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


# Times


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(seconds=-20), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59, seconds=59), "59 minutes ago"),
        (timedelta(hours=23), "23 hours ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=400), "400 days ago"),
        (timedelta(minutes=-5), "in 5 minutes"),
    ],
)
@time_machine.travel(NOW, tick=False)
def test_ago_says_how_long_since(before: timedelta, words: str) -> None:
    assert f">{words}</time>" in oq.ago(NOW - before)


@time_machine.travel(NOW, tick=False)
def test_ago_carries_the_moment_for_machines_and_in_full() -> None:
    printed = oq.ago(NOW - timedelta(hours=2))
    assert 'datetime="2026-11-23T12:05:00+00:00"' in printed
    assert 'title="Mon 23 Nov 2026, 12:05"' in printed


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (NOW, "today 14:05"),
        (datetime(2026, 11, 22, 23, 59, tzinfo=UTC), "yesterday 23:59"),
        (datetime(2026, 11, 24, 8, 0, tzinfo=UTC), "tomorrow 08:00"),
        (datetime(2026, 11, 20, 9, 1, tzinfo=UTC), "Fri 20 Nov 2026, 09:01"),
        # British Summer Time: the office's clock, not the server's.
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "Thu 2 Jul 2026, 00:30"),
    ],
)
@time_machine.travel(NOW, tick=False)
def test_at_says_the_time_on_the_offices_clock(moment: datetime, words: str) -> None:
    assert f">{words}</time>" in oq.at(moment)


@time_machine.travel(NOW, tick=False)
def test_due_says_time_left_or_time_late() -> None:
    assert ">in 2 hours</time>" in oq.due(NOW + timedelta(hours=2, minutes=50))
    assert ">late by 3 days</time>" in oq.due(NOW - timedelta(days=3))


@pytest.mark.parametrize("tag", [oq.ago, oq.at, oq.due])
def test_no_time_prints_nothing(tag: Any) -> None:
    assert tag(None) == ""


# A person's words


def test_words_are_never_markup() -> None:
    assert oq.safe_text("<script>x</script> & 'quote'") == (
        '<bdi dir="auto">&lt;script&gt;x&lt;/script&gt; &amp; &#x27;quote&#x27;</bdi>'
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_breaks_are_kept(end: str) -> None:
    assert oq.safe_text(f"one{end}two") == '<bdi dir="auto">one<br>two</bdi>'


def test_a_web_address_becomes_a_link_that_tells_the_other_site_nothing() -> None:
    printed = oq.safe_text("See https://example.org/a?b=1&c=2.")
    assert 'href="https://example.org/a?b=1&amp;c=2" rel="noopener noreferrer"' in printed
    assert printed.endswith("</a>.</bdi>")


@pytest.mark.parametrize(
    "words",
    [
        "javascript:alert(1)",
        "ftp://example.org",
        "www.example.org",
        "https://",
        "https://bank.example@evil.example/",
        "https://exa..mple/",
        "https://example.org:99999/",
        "https://[broken/",
    ],
)
def test_anything_but_a_plain_web_address_stays_text(words: str) -> None:
    assert "<a" not in oq.safe_text(words)


def test_a_link_shows_its_true_host() -> None:
    printed = oq.safe_text("https://ex\u0430mple.org/pay")  # a Cyrillic "a"
    assert ">https://xn--exmple-4nf.org/pay</a>" in printed
    assert "\u0430" not in printed


def test_controls_that_turn_text_round_are_spelled_out() -> None:
    printed = oq.safe_text("refund\u202efdp.exe")
    assert "\u202e" not in printed
    assert "U+202E" in printed
    assert "right-to-left override" in printed


def test_a_turned_link_ends_where_it_is_turned() -> None:
    assert ">https://example.org/a</a>" in oq.safe_text("https://example.org/a\u202egpj.exe")


@pytest.mark.parametrize("words", [None, ""])
def test_no_words_print_an_empty_isolate(words: str | None) -> None:
    assert oq.safe_text(words) == '<bdi dir="auto"></bdi>'


@given(st.text() | st.text().map("https://{}".format) | st.text().map("http://example.org/{}".format))
def test_no_text_breaks_the_page(words: str) -> None:
    printed = str(oq.safe_text(words))
    assert printed.startswith('<bdi dir="auto">')
    inside = printed.removeprefix('<bdi dir="auto">').removesuffix("</bdi>")
    for ours in ('<a class="govuk-link" href="', '" rel="noopener noreferrer">', "</a>", "<br>"):
        inside = inside.replace(ours, "")
    assert "<script" not in inside.lower()
    assert inside.count("<") == 2 * inside.count('<span class="oq-control"')


# Small words


def test_a_reference_is_read_out_in_groups() -> None:
    assert oq.reference_spoken("7K4M-9QXD") == "seven, Kilo, four, Mike – nine, Quebec, X-ray, Delta"


def test_a_number_is_shown_as_people_write_it() -> None:
    assert oq.phone("+447700900123") == "07700 900123"
    assert oq.phone("") == ""


def test_a_channel_has_a_symbol_and_a_word() -> None:
    printed = oq.channel_icon("in_person")
    assert "#oq-icon-in_person" in printed
    assert ">In person<" in printed


def test_an_unknown_channel_still_shows() -> None:
    printed = oq.channel_icon("carrier_pigeon", text=False)
    assert "#oq-icon-contact" in printed
    assert '<span class="govuk-visually-hidden">Carrier pigeon</span>' in printed


def test_query_replaces_adds_and_drops_a_parameter() -> None:
    context: Any = {"request": RequestFactory().get("/desk/?team=a&team=b&page=2&q=a%26b")}
    assert oq.query(context, page=3) == "?team=a&team=b&page=3&q=a%26b"
    assert oq.query(context, team=None, page=None) == "?q=a%26b"
    assert oq.query(context, team=None, page=None, q=None) == "?"


# Form fields


def test_a_field_ties_label_hint_and_error_to_its_control() -> None:
    printed = render("{% field form.name %}", form=Form({}))
    assert 'for="id_name"' in printed
    assert 'aria-describedby="id_name-hint id_name-error"' in printed
    assert 'id="id_name-hint">As they say it<' in printed
    assert 'id="id_name-error"' in printed
    assert 'maxlength="80"' in printed
    assert not re.search(r"<input[^>]* required", printed)


def test_a_field_keeps_what_was_typed_and_escapes_it() -> None:
    form = Form({"name": '"><b>', "body": "</textarea><b>", "amount": "lots"})
    assert 'value="&quot;&gt;&lt;b&gt;"' in render("{% field form.name %}", form=form)
    assert "&lt;/textarea&gt;&lt;b&gt;</textarea>" in render("{% field form.body %}", form=form)
    amount = render("{% field form.amount %}", form=form)
    assert 'type="text"' in amount
    assert 'value="lots"' in amount
    assert 'inputmode="numeric"' in amount


def test_a_textarea_keeps_a_leading_line_break() -> None:
    # The parser of HTML drops the first line break after the tag, so the template prints one of its own.
    assert ">\n\nHello</textarea>" in render("{% field form.body %}", form=Form({"body": "\nHello"}))


def test_a_count_describes_its_field() -> None:
    printed = render("{% field form.body count=480 %}", form=Form())
    assert 'data-maxlength="480"' in printed
    assert 'aria-describedby="id_body-info"' in printed
    assert 'id="id_body-info"' in printed


def test_choices_are_a_group_with_a_legend() -> None:
    printed = render("{% field form.reach inline=True %}", form=Form({"reach": "b"}))
    assert "<legend" in printed
    assert "govuk-radios--inline" in printed
    assert printed.count('type="radio"') == 2
    assert 'value="b" checked' in printed


def test_the_first_choice_carries_the_id_that_an_error_links_to() -> None:
    form = Form({})
    assert 'id="id_reach"' in render("{% field form.reach %}", form=form)
    assert 'href="#id_reach"' in render("{% error_summary form %}", form=form)


def test_several_choices_may_be_ticked() -> None:
    printed = render("{% field form.need %}", form=Form({"need": ["x", "y"]}))
    assert printed.count(" checked") == 2


def test_a_list_keeps_its_groups() -> None:
    printed = render("{% field form.service %}", form=Form({"service": "d"}))
    assert '<optgroup label="Money">' in printed
    assert '<option value="d" selected>' in printed


@pytest.mark.parametrize(("data", "ticked"), [({}, False), ({"agree": "on"}, True)])
def test_one_tick_is_on_or_off(data: dict[str, str], ticked: bool) -> None:
    assert (" checked" in render("{% field form.agree %}", form=Form(data))) is ticked


def test_a_date_is_three_fields() -> None:
    printed = render(
        "{% field form.when %}", form=Form({"when_day": "31", "when_month": "2", "when_year": "26"})
    )
    assert [f'name="when_{part}"' in printed for part in ("day", "month", "year")] == [True] * 3
    assert [f'value="{value}"' in printed for value in ("31", "2", "26")] == [True] * 3


def test_a_secret_is_never_printed_back() -> None:
    assert "hunter2" not in render("{% field form.secret %}", form=Form({"secret": "hunter2"}))


def test_a_file_field_has_no_value() -> None:
    printed = render("{% field form.letter %}", form=Form())
    assert 'type="file"' in printed
    assert "value=" not in printed


def test_a_hidden_field_has_no_label() -> None:
    assert "label" not in render("{% field form.hidden %}", form=Form())


def test_two_forms_on_a_page_keep_their_ids_apart() -> None:
    printed = render('{% field form.body id="note-body" %}', form=Form())
    assert 'for="note-body"' in printed
    assert 'id="note-body"' in printed


def test_an_option_that_is_not_ours_becomes_an_attribute() -> None:
    assert 'autocomplete="tel"' in render('{% field form.name autocomplete="tel" %}', form=Form())
    assert 'data-x="&#34;"' in render("{% field form.name data_x=quote %}", form=Form(), quote='"')


def test_a_summary_lists_every_error_and_nothing_when_all_is_well() -> None:
    form = Form({"amount": "lots", "name": "A", "reach": "a", "service": "d"})
    form.add_error(None, "Somebody saved this meanwhile.")
    printed = render("{% error_summary form %}", form=form)
    assert 'href="#id_amount"' in printed
    assert "<li>Somebody saved this meanwhile.</li>" in printed
    assert render("{% error_summary form %}", form=Form()) == ""


def test_the_title_of_a_refused_page_starts_with_error() -> None:
    assert render("{% error_prefix form %}Log in", form=Form({})) == "Error: Log in"
    assert render("{% error_prefix form %}Log in", form=Form()) == "Log in"


def test_a_form_in_an_isolated_component_keeps_its_token() -> None:
    source = '{% include "components/composer_note.html" with form=form action="/x/" only %}'
    request = RequestFactory().get("/")
    printed = engines["django"].from_string(source).render({"form": Form(auto_id="note-%s")}, request)
    assert re.search(r'name="csrfmiddlewaretoken" value="\w{64}"', printed)
