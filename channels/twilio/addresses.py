"""Which of the channels that Twilio carries an address belongs to. Pure.

Everything that is not plainly WhatsApp's is a text's: a number, a short code, a sender's name.
"""

import re
from typing import Final

from casework.send_rules import WHATSAPP

# WhatsApp knows its people by whole international numbers and by nothing else.
_WHATSAPP_NUMBER: Final = re.compile(r"whatsapp:\+[1-9][0-9]{6,14}")


def kind_of(address: str) -> str:
    """The kind of the channel whose sender or recipient this is."""
    return "whatsapp" if address.strip().lower().startswith(WHATSAPP) else "sms"


def is_whatsapp_number(address: str) -> bool:
    return bool(_WHATSAPP_NUMBER.fullmatch(address))
