"""Asking an office how it is, from outside."""

import http.client
from urllib.parse import urlsplit


def status_of(url: str, *, patience: float = 5.0) -> int:
    """HTTP status of a page; 0 where nobody answers."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=patience)
    try:
        connection.request("GET", parts.path)
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        return 0
    else:
        return answer.status
    finally:
        connection.close()
