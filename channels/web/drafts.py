"""Half-written forms: kept on the server, in the session, never in an address and never in the browser.

Uploaded files wait beside it in private storage under the hour they came, so that what is abandoned can be found by
its age alone.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from django.contrib.sessions.backends.base import SessionBase
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from casework.models import Service
from casework.services.arrivals import IncomingFile
from channels.web import asked as questions
from channels.web.asked import Asked
from channels.web.uploads import MOST_FILES, TOO_MANY, Examined

DRAFTS, SENT = "web_drafts", "web_sent"
MOST_DRAFTS: Final = 5
MOST_SENT: Final = 10
MOST_REFUSED: Final = 20
FOLDER: Final = "drafts"
KEPT_FOR: Final = timedelta(hours=13)
"""A session lives twelve hours; after that nobody can come back to these files."""


@dataclass(kw_only=True)
class Draft:
    id: str
    """The one-time submission id: whatever is sent of this draft, it is one contact."""
    service: str
    service_name: str
    began_at: str
    questions: list[dict[str, Any]]
    answers: dict[str, Any] | None = None
    details: dict[str, Any] | None = None
    files: list[dict[str, Any]] = field(default_factory=list)
    partner: str = ""
    """Whose site led here."""

    @property
    def asked(self) -> tuple[Asked, ...]:
        return tuple(questions.restored(each) for each in self.questions)

    @property
    def kept(self) -> list[dict[str, Any]]:
        return [file for file in self.files if not file["refused"]]

    @property
    def refused(self) -> list[dict[str, Any]]:
        return [file for file in self.files if file["refused"]]

    def took(self, now: datetime) -> timedelta:
        return now - datetime.fromisoformat(self.began_at)


def begin(*, service: Service, now: datetime, partner: str = "") -> Draft:
    asked = questions.complete(
        Asked(
            code=each.code,
            label=each.label,
            hint=each.hint,
            kind=each.kind,
            choices=tuple((str(choice["value"]), str(choice["label"])) for choice in each.choices),
            required=each.required,
        )
        for each in service.questions.all()
    )
    return Draft(
        id=uuid4().hex,
        service=service.code,
        service_name=service.name,
        began_at=now.astimezone(UTC).isoformat(),
        questions=[questions.stored(each) for each in asked],
        partner=partner,
    )


def find(session: SessionBase, service: str) -> Draft | None:
    data = session.get(DRAFTS, {}).get(service)
    return Draft(**data) if data else None


def keep(session: SessionBase, draft: Draft) -> None:
    """The latest few drafts stay; whoever begins many forms at once loses the oldest."""
    drafts = {code: data for code, data in session.get(DRAFTS, {}).items() if code != draft.service}
    while len(drafts) >= MOST_DRAFTS:
        _forget_files(drafts.pop(next(iter(drafts)))["files"])
    session[DRAFTS] = {**drafts, draft.service: asdict(draft)}


def sent(session: SessionBase, *, draft_id: str = "", service: str = "") -> dict[str, str] | None:
    """What was sent of this draft, or last for this service."""
    for each in reversed(session.get(SENT, [])):
        if each["id"] == draft_id or (not draft_id and each["service"] == service):
            return dict(each)
    return None


def finish(session: SessionBase, draft: Draft, *, reference: str, advice: bool) -> None:
    """The answers leave the session as soon as they are on record; only the reference stays to be shown again."""
    done = {
        "id": draft.id, "service": draft.service, "service_name": draft.service_name, "reference": reference,
        "advice": "1" if advice else "",
    }  # fmt: skip
    before = [each for each in session.get(SENT, []) if each["id"] != draft.id]
    session[SENT] = [*before, done][-MOST_SENT:]
    session[DRAFTS] = {code: data for code, data in session.get(DRAFTS, {}).items() if code != draft.service}
    _forget_files(draft.files)


def add_file(draft: Draft, *, question: str, examined: Examined, now: datetime) -> None:
    """The same file chosen again, as after the back button, is kept once."""
    digest = hashlib.sha256(f"{question}\0{examined.name}\0".encode() + examined.content).hexdigest()
    if any(file["digest"] == digest for file in draft.files):
        return
    refused = examined.refused
    if not refused and len(draft.kept) >= MOST_FILES:
        refused = TOO_MANY
    if refused and len(draft.refused) >= MOST_REFUSED:
        return
    stored = "" if refused else _storage().save(_place(now), ContentFile(examined.content))
    draft.files.append(
        {
            "id": uuid4().hex, "question": question, "name": examined.name, "stored": stored,
            "content_type": examined.content_type, "size": len(examined.content), "refused": refused, "digest": digest,
        }
    )  # fmt: skip


def remove_files(draft: Draft, ids: Iterable[str]) -> None:
    unwanted = set(ids)
    _forget_files([file for file in draft.files if file["id"] in unwanted])
    draft.files = [file for file in draft.files if file["id"] not in unwanted]


def incoming_files(draft: Draft) -> tuple[IncomingFile, ...]:
    return tuple(_incoming(file) for file in draft.files)


def _incoming(file: dict[str, Any]) -> IncomingFile:
    content, refused = b"", file["refused"]
    if not refused:
        try:
            with _storage().open(file["stored"]) as stored:
                content = stored.read()
        except OSError:
            refused = "It was lost before the form was sent. Ask for it again."
    return IncomingFile(
        name=file["name"],
        content=content,
        content_type=file["content_type"],
        question=file["question"],
        refused=refused,
    )


def forget_old(now: datetime) -> int:
    """Delete files of forms that were begun and never sent. Returns how many."""
    storage, oldest = _storage(), _hour(now - KEPT_FOR)
    count = 0
    hours = storage.listdir(FOLDER)[0] if storage.exists(FOLDER) else []
    for hour in hours:
        if hour < oldest:
            names = [f"{FOLDER}/{hour}/{name}" for name in storage.listdir(f"{FOLDER}/{hour}")[1]]
            for name in names:
                storage.delete(name)
            storage.delete(f"{FOLDER}/{hour}")
            count += len(names)
    return count


def _forget_files(files: Iterable[dict[str, Any]]) -> None:
    for file in files:
        if file["stored"]:
            _storage().delete(file["stored"])


def _place(now: datetime) -> str:
    return f"{FOLDER}/{_hour(now)}/{uuid4().hex}"


def _hour(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%d%H")


def _storage() -> Storage:
    return storages["default"]
