"""The code of a partner: whose site carried the form. Pure."""

import re
from typing import Final

_CODE: Final = re.compile(r"[a-z0-9-]{1,40}")


def code(raw: object) -> str:
    """The code, in small letters; "" for what is none. Nobody is turned away for how a partner wrote an address."""
    written = raw.strip().lower() if isinstance(raw, str) else ""
    return written if _CODE.fullmatch(written) else ""
