"""Twilio's error codes in words a clerk can act on. Which ones may pass by themselves is a fact of the field.

The numbers and their meaning: https://www.twilio.com/docs/api/errors
"""

from typing import Final, NamedTuple

from channels.contracts import SendFailed


class Meaning(NamedTuple):
    words: str
    """What happened and what to do next."""
    permanent: bool


GOOD: Final = "Ring instead, or ask for another number."
TELL_ADMIN: Final = "Tell an administrator."

OPTED_OUT: Final = "21610"

CODES: Final[dict[str, Meaning]] = {
    "20003": Meaning(f"The phone company did not accept our password. {TELL_ADMIN}", False),
    "20404": Meaning(f"The phone company does not know our account or number. {TELL_ADMIN}", True),
    "20429": Meaning("The phone company asked us to slow down. It is tried again by itself.", False),
    "21211": Meaning("This is not a complete phone number. Check it with the person and correct it.", True),
    "21212": Meaning(f"Our own sending number is wrong. {TELL_ADMIN}", True),
    "21408": Meaning(f"Our account may not text that country. {GOOD}", True),
    "21602": Meaning("The message had no words. Write one and send it again.", True),
    "21604": Meaning("There was no number to send to. Add one to the person.", True),
    "21606": Meaning(f"Our own number cannot send texts to this number. {TELL_ADMIN}", True),
    "21608": Meaning(f"Our account is a trial and may text confirmed numbers only. {TELL_ADMIN}", True),
    OPTED_OUT: Meaning("This number texted STOP and gets no texts from us. Ring or write instead.", True),
    "21611": Meaning("Too many texts are waiting at the phone company. It is tried again by itself.", False),
    "21612": Meaning(f"Texts cannot reach this number from ours. {GOOD}", True),
    "21614": Meaning(f"This number cannot receive texts; it is probably a landline. {GOOD}", True),
    "21617": Meaning("The message is longer than 1,600 characters. Send it in shorter pieces.", True),
    "30001": Meaning("The phone company's queue was full. Send it again later.", False),
    "30002": Meaning(f"Our account at the phone company is suspended. {TELL_ADMIN}", True),
    "30003": Meaning("The phone is switched off or out of reach. Try again later, or ring.", False),
    "30004": Meaning(f"The person's network blocks our texts. {GOOD}", True),
    "30005": Meaning(f"This number is not in use. {GOOD}", True),
    "30006": Meaning(f"This is a landline, or its network takes no texts. {GOOD}", True),
    "30007": Meaning("The network took the text for spam. Use plain words without links, or ring.", True),
    "30008": Meaning("The network gave no reason. Send it again once, then ring.", False),
    "30010": Meaning(f"The text would have cost more than our limit. {TELL_ADMIN}", True),
    "30034": Meaning(f"Our number is not registered for texts to the United States. {TELL_ADMIN}", True),
    "63001": Meaning(f"WhatsApp did not accept our account. {TELL_ADMIN}", True),
    "63003": Meaning("This number is not on WhatsApp. Text or ring it instead.", True),
    "63005": Meaning("WhatsApp did not take these words. Write them plainly, or ring.", True),
    "63007": Meaning(f"Our own WhatsApp number is wrong. {TELL_ADMIN}", True),
    "63012": Meaning("WhatsApp has a fault of its own. It is tried again by itself.", False),
    "63013": Meaning(f"WhatsApp says that the message breaks its rules. {TELL_ADMIN}", True),
    "63016": Meaning(
        "Their last WhatsApp message is more than 24 hours old. Use a template that WhatsApp approved, or ring.",
        True,
    ),
    "63018": Meaning("WhatsApp asked us to slow down. It is tried again by itself.", False),
    "63024": Meaning("WhatsApp does not take messages for this number. Text or ring it instead.", True),
    "63032": Meaning("WhatsApp keeps messages from this person for now. Text or ring instead.", True),
    "63033": Meaning("This person blocked us on WhatsApp. Text or ring instead.", True),
    "63049": Meaning("WhatsApp chose not to deliver the message. Text or ring instead.", True),
    "63038": Meaning(f"Our account has sent all the texts it may send today. {TELL_ADMIN}", False),
}

STATUS_WORDS: Final[dict[str, str]] = {
    "partially_delivered": "Only a part of the message reached the phone. Ring to make sure.",
    "canceled": "The message was cancelled at the phone company. Send it again if it is still wanted.",
    "undelivered": f"The message did not reach the phone. {GOOD}",
    "failed": f"The phone company could not send the message. {GOOD}",
}


def words(code: str) -> str:
    meaning = CODES.get(code)
    return meaning.words if meaning else f"The phone company reports error {code}. {GOOD}"


def status_words(*, status: str, code: str) -> str:
    """What to tell staff about a report, "" where there is nothing to do."""
    if status not in STATUS_WORDS:
        return ""
    return words(code) if code.strip("0") else STATUS_WORDS[status]


def failure(*, http_status: int, code: str) -> SendFailed:
    """An answer that certainly means "not taken". A code we do not know counts by its HTTP status."""
    meaning = CODES.get(code)
    if meaning:
        return SendFailed(meaning.words, permanent=meaning.permanent, code=code, opted_out=code == OPTED_OUT)
    temporary = http_status in (401, 408, 429, 503)
    return SendFailed(words(code or str(http_status)), permanent=not temporary, code=code)
