"""Made-up content for the style guide: every component in each of its states. Demo mode only, no database."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

LONG = (
    "I moved in on the first and the boiler has been off since, my landlord says it is not his job and the council says it is, "
    "and my mother who lives with us is 81 and feels the cold badly. Who do I ring? Taumatawhakatangihangakoauauotamatea"
    "turipukakapikimaungahoronukupokaiwhenuakitanatahu is the street, honestly."
)
CHOICES = [("call", "Call me"), ("text", "Text me"), ("post", "Write to me")]


class DayMonthYear(forms.MultiWidget):
    def __init__(self) -> None:
        super().__init__({"day": forms.TextInput, "month": forms.TextInput, "year": forms.TextInput})

    def decompress(self, value: Any) -> list[Any]:
        return [value.day, value.month, value.year] if value else [None, None, None]


class Sample(forms.Form):
    """Every kind of field, with a hint where one belongs."""

    name = forms.CharField(label="Full name", help_text="As the person says it", required=False)
    phone = forms.CharField(label="Phone number", required=False)
    weight = forms.IntegerField(label="Amount owed", required=False)
    about = forms.CharField(label="What is it about?", widget=forms.Textarea, required=False)
    service = forms.ChoiceField(
        label="Service",
        choices=[
            ("", "Choose a service"),
            ("Money", [("debt", "Debt advice"), ("benefits", "Benefits")]),
            ("home", "Housing"),
        ],
        required=False,
    )
    reach = forms.ChoiceField(
        label="How should we reply?",
        choices=CHOICES,
        widget=forms.RadioSelect,
        required=False,
    )
    needs = forms.MultipleChoiceField(
        label="What helps?",
        choices=[
            ("interpreter", "An interpreter"),
            ("large", "Large print"),
            ("quiet", "A quiet room"),
        ],
        widget=forms.CheckboxSelectMultiple,
        help_text="Choose all that apply",
        required=False,
    )
    agree = forms.BooleanField(label="The person said we may leave a voicemail", required=False)
    when = forms.Field(
        label="When did it happen?",
        help_text="For example, 27 3 2026",
        widget=DayMonthYear(),
        required=False,
    )
    letter = forms.FileField(label="A photo of the letter", required=False)


class Words(forms.Form):
    body = forms.CharField(label="Your words", widget=forms.Textarea)


class Filter(forms.Form):
    team = forms.ChoiceField(
        label="Team",
        choices=[("", "Any"), ("a", "Advice"), ("h", "Housing")],
        required=False,
    )
    channel = forms.MultipleChoiceField(
        label="Channel",
        choices=[
            ("web", "Web form"),
            ("sms", "SMS"),
            ("phone", "Phone"),
            ("in_person", "In person"),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    words = forms.CharField(label="Words", required=False)


def context() -> dict[str, Any]:
    now = timezone.now()
    return {
        "nav": "queue",
        "search_words": "",
        "tones": ("grey", "teal", "blue", "green", "yellow", "orange", "red", "purple"),
        "channels": (
            "web",
            "sms",
            "phone",
            "in_person",
            "email",
            "letter",
            "carrier_pigeon",
        ),
        "plain_form": Sample(
            prefix="plain",
            initial={"reach": "text", "needs": ["large"], "service": "debt"},
        ),
        "wrong_form": _wrong(),
        "rows": _rows(now),
        "views": _views(),
        "filter_form": Filter({"team": "a", "channel": ["sms"]}, prefix="filter"),
        "chosen": [
            {"label": "Team: Advice", "remove": "?"},
            {"label": "Channel: SMS", "remove": "?"},
        ],
        "case": _case(now),
        "reasons": _reasons(),
        "items": _items(now),
        "reply": _reply(),
        "refused": {
            **_reply(),
            "refused": "07700 900123 sent STOP on 3 March. Ring instead, and log the call.",
            "id": "refused",
        },
        "note": {"form": Words(auto_id="note-%s"), "action": "#"},
        "candidates": _candidates(now),
        "files": _files(),
        "points": _points(),
        "warnings": [
            "Do not leave a voicemail: somebody else listens",
            "Text only between 10:00 and 14:00",
        ],
        "summary": _summary(),
        "long": LONG,
        "hostile": "<script>alert(1)</script> https://example.org/a?b=1&c=2. Pay at https://exаmple.org\nrefund\u202efdp.exe\nمرحبا",
        "moments": [
            now,
            now - timedelta(minutes=4),
            now - timedelta(days=1, hours=3),
            now - timedelta(days=40),
        ],
        "dues": [now + timedelta(hours=2), now - timedelta(days=3)],
    }


def _wrong() -> Sample:
    form = Sample({"wrong-name": "", "wrong-weight": "lots"}, prefix="wrong")
    form.full_clean()
    for name, field in form.fields.items():
        if not form.has_error(name):
            form.add_error(name, f"Say something about “{str(field.label).lower().rstrip('?')}”")
    form.add_error(None, "Somebody saved this while you were writing. Both texts are below.")
    return form


def _case(now: datetime) -> dict[str, Any]:
    return _row(now, person="Amina Yusuf", summary=LONG) | {
        "waiting_label": "Waiting for: us",
        "waiting_tone": "teal",
        "restricted": True,
    }


def _row(now: datetime, **changes: Any) -> dict[str, Any]:
    row = {
        "reference": "7K4M-9QXD",
        "url": "#",
        "person": "Dana Reid",
        "summary": "Boiler off since Friday, two children in the house",
        "service": "Housing",
        "why": "First answer overdue",
        "why_tone": "red",
        "channel": "sms",
        "status_label": "New",
        "status_tone": "teal",
        "priority_label": "Urgent",
        "priority_tone": "red",
        "team": "Housing repairs",
        "assignee": "Priya Shah",
        "due_at": now - timedelta(hours=2),
        "due_tone": "red",
        "last_at": now - timedelta(minutes=12),
        "unread": True,
        "restricted": False,
    }
    return row | changes


def _quiet(now: datetime, **changes: Any) -> dict[str, Any]:
    quiet = {
        "why": "Waiting for the person",
        "why_tone": "grey",
        "status_label": "Waiting for the person",
        "status_tone": "yellow",
        "priority_label": "",
        "unread": False,
        "due_at": None,
        "last_at": now - timedelta(days=2),
    }
    return _row(now, **(quiet | changes))


def _rows(now: datetime) -> list[dict[str, Any]]:
    return [
        _row(now),
        _row(
            now,
            reference="3HTW-M2PC",
            person="Somebody at 07700 900456",
            channel="phone",
            why="High priority, waiting for us",
            why_tone="orange",
            priority_label="High",
            priority_tone="orange",
            assignee="",
            due_at=now + timedelta(hours=3),
            due_tone="grey",
            summary=LONG,
        ),
        _row(
            now,
            reference="9RVB-4KQ8",
            person="Tomasz Zieliński",
            channel="in_person",
            why="Waiting for an answer from us",
            why_tone="teal",
            status_label="Open",
            status_tone="blue",
            priority_label="",
            due_at=None,
            restricted=True,
        ),
        _quiet(now, reference="5DNX-7JTZ", person="Gwen Price", channel="web"),
        _quiet(
            now,
            reference="W8CK-1FHM",
            person="محمد علي",
            channel="letter",
            status_label="Resolved",
            status_tone="green",
        ),
    ]


def _views() -> list[dict[str, Any]]:
    return [
        {"label": "Everything open", "url": "#", "count": "1,204", "current": True},
        {"label": "Mine", "url": "#", "count": 12},
        {"label": "My teams", "url": "#", "count": 87},
        {"label": "Overdue", "url": "#", "count": 3},
        {"label": "Needs filing", "url": "#", "count": 0},
    ]


def _reasons() -> list[dict[str, str]]:
    return [
        {"text": "Rule 4, “No heating with children or over 75”, sent it to Housing repairs as urgent"},
        {
            "text": "May be the same as 3HTW-M2PC",
            "tone": "yellow",
            "href": "#",
            "action": "Compare",
        },
    ]


def _items(now: datetime) -> list[dict[str, Any]]:
    return [
        {"kind": "day", "text": "Monday 23 November 2026"},
        _inbound(now),
        {
            "kind": "event",
            "id": "e1",
            "at": now,
            "text": "Priority set to urgent",
            "who": "Rules",
        },
        _outbound(now, id="c2", delivery={"label": "Delivered", "tone": "green"}),
        {"kind": "note", "id": "n1", "who": "Priya Shah", "at": now, "body": LONG},
        _outbound(
            now,
            id="c3",
            automatic=True,
            who="Sent by the office",
            delivery={"label": "Sent", "tone": "blue"},
        ),
        _outbound(
            now,
            id="c4",
            delivery={
                "label": "Failed",
                "tone": "red",
                "detail": "The number is not in service",
                "retry": "#",
            },
        ),
        _inbound(
            now,
            id="c5",
            channel="in_person",
            logged_by="Sam Okoro",
            logged_at=now,
            late=True,
            language="Welsh",
            facts=["At the counter", "Lasted 14 minutes", "Present: her son"],
            attachments=_files(),
            answers=[
                {"label": "Since when?", "value": "Friday"},
                {"label": "Anybody over 75?", "value": LONG},
            ],
            original="#",
        ),
    ]


def _inbound(now: datetime, **changes: Any) -> dict[str, Any]:
    return {
        "kind": "inbound",
        "id": "c1",
        "channel": "sms",
        "who": "Dana Reid",
        "at": now - timedelta(hours=3),
        "body": "Hi, the heating is still off.\nWhen will somebody come? https://example.org/photo",
        "reason": "Filed here: the only open case of this number",
        "move": "#",
    } | changes


def _outbound(now: datetime, **changes: Any) -> dict[str, Any]:
    return {
        "kind": "outbound",
        "channel": "sms",
        "who": "Priya Shah",
        "to": "to Dana Reid at 07700 900123",
        "at": now - timedelta(hours=1),
        "body": "An engineer comes today between 14:00 and 16:00. Reply here if that does not suit.",
    } | changes


def _reply() -> dict[str, Any]:
    return {
        "form": Words(auto_id="reply-%s"),
        "action": "#",
        "channel": "sms",
        "channel_label": "SMS",
        "person": "Dana Reid",
        "to": "07700 900123",
        "limit": 480,
    }


def _candidates(now: datetime) -> list[dict[str, Any]]:
    base = {
        "person": "Dana Reid",
        "last_at": now - timedelta(days=2),
        "status_tone": "blue",
        "status_label": "Open",
        "url": "#",
    }
    return [
        base
        | {
            "value": "7K4M-9QXD",
            "reference": "7K4M-9QXD",
            "summary": "Boiler off",
            "why": "Asked her a question yesterday",
        },
        base | {"value": "3HTW-M2PC", "reference": "3HTW-M2PC", "summary": LONG, "why": ""},
    ]


def _files() -> list[dict[str, Any]]:
    return [
        {
            "name": "letter from the landlord.jpg",
            "url": "#",
            "size": "1.2 MB",
            "kind": "image/jpeg",
            "state": "ok",
        },
        {
            "name": "scan.pdf",
            "size": "90 kB",
            "kind": "application/pdf",
            "state": "checking",
            "state_text": "Being checked",
        },
        {
            "name": "invoice.exe",
            "size": "2.0 MB",
            "kind": "program",
            "state": "refused",
            "state_text": "Not kept: a program",
        },
    ]


def _points() -> list[dict[str, str]]:
    return [
        {
            "kind_label": "Phone",
            "display": "07700 900123",
            "label": "own",
            "note": "Preferred",
            "tone": "green",
        },
        {
            "kind_label": "Phone",
            "display": "01632 960123",
            "label": "shared",
            "note": "Do not use",
            "tone": "red",
        },
        {
            "kind_label": "Email",
            "display": "dana.reid.with.a.rather.long.address@example.org",
        },
    ]


def _summary() -> list[dict[str, Any]]:
    return [
        {"key": "Service", "value": "Housing", "href": "#", "about": "service"},
        {"key": "Where", "value": "14 Example Street, ZZ99 3VZ"},
        {"key": "In their words", "value": LONG, "safe": True},
    ]
