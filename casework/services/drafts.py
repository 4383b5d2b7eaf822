"""Words that somebody began on a case and has not sent. Their author alone reads them.

A draft is no history of the case: it leaves no event, which would tell others what nobody has said yet.
"""

from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from casework import selectors_beside as beside
from casework.models import Case, ContactPoint, Draft, Staff
from casework.permissions import require
from casework.services import said_already
from casework.text import clean, is_blank

REPLY: Final = "reply"


def of(*, case: Case, author: Staff, composer: str = REPLY) -> Draft | None:
    """The newest one, also where it was begun on a case that became part of this one.

    1 statement, none where the page of the case knows that there is none.
    """
    if not beside.may_have(case, beside.DRAFTS):
        return None
    return _theirs(case, author, composer).select_related("contact_point").order_by("-saved_at").first()


def keep(
    *,
    case: Case,
    author: Staff,
    body: str,
    now: datetime,
    contact_point: ContactPoint | None = None,
    composer: str = REPLY,
) -> Draft | None:
    """In place of the one there was; nothing visible drops it. None: there is no draft now.

    Words that this author has just sent are no draft: a page may still save while its reply is under way.
    """
    require(author, composer)
    text = clean(body).text
    target = case.merged_into or case
    sent = said_already.message(case=target, body=text.strip(), actor=author, now=now)
    if is_blank(text) or sent is not None:
        drop(case=target, author=author, composer=composer)
        return None
    draft = Draft(
        case=target, author=author, composer=composer, body=text, contact_point=contact_point, saved_at=now
    )
    Draft.objects.bulk_create(
        [draft],
        update_conflicts=True,
        unique_fields=["case", "author", "composer"],
        update_fields=["body", "contact_point", "saved_at"],
    )
    return draft


def put_back(
    *, case: Case, author: Staff, body: str, contact_point: ContactPoint | None, now: datetime
) -> None:
    """Words that were on their way and come back, before whatever was begun since."""
    begun = of(case=case, author=author)
    both = body if begun is None or begun.body.strip() == body.strip() else f"{body}\n\n{begun.body}"
    Draft.objects.update_or_create(
        case=case,
        author=author,
        composer=REPLY,
        defaults={"body": both, "contact_point": contact_point, "saved_at": now},
    )


def drop(*, case: Case, author: Staff, composer: str = REPLY) -> None:
    """No statement for a program: it begins nothing that it does not send."""
    if not author.is_machine:
        _theirs(case, author, composer).delete()


def _theirs(case: Case, author: Staff, composer: str) -> QuerySet[Draft]:
    return Draft.objects.filter(case__in=beside.family(case), author=author, composer=composer)
