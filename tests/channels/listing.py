"""A Twilio on loopback that keeps a list of messages and reads it out in pages, for tests of reconciliation."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.channels import twilio


@dataclass
class Company:
    url: str
    messages: list[dict[str, Any]] = field(default_factory=list)
    failing: list[int] = field(default_factory=list)
    """HTTP statuses with which the next requests fail, in order; 0 goes on as usual."""
    asked: list[str] = field(default_factory=list)
    repeats: bool = False
    """Each page begins with the last row of the one before, as when new messages shift the pages."""

    def has(self, body: str, *, at: datetime, sender: str = twilio.SENDER, **changes: Any) -> str:
        """A text to the office that is in the list."""
        return self._add(
            body, at=at, sender=sender, to=twilio.OFFICE, direction="inbound", status="received", **changes
        )

    def sent(self, body: str, *, at: datetime, to: str, status: str = "delivered", **changes: Any) -> str:
        """One of the office's that it took."""
        return self._add(
            body, at=at, sender=twilio.OFFICE, to=to, direction="outbound-api", status=status, **changes
        )

    def _add(self, body: str, *, at: datetime, sender: str, to: str, **changes: Any) -> str:
        moment = format_datetime(at)
        row = {
            "sid": twilio.sid(), "account_sid": twilio.ACCOUNT, "from": sender, "to": to, "body": body, "num_media": "0",
            "num_segments": "1", "date_created": moment, "date_sent": moment, "date_updated": moment,
            "error_code": None, "messaging_service_sid": None, **changes,
        }  # fmt: skip
        self.messages.insert(0, row)
        return str(row["sid"])

    def page(self, path: str) -> tuple[int, dict[str, Any]]:
        self.asked.append(path)
        status = self.failing.pop(0) if self.failing else 0
        if status:
            return status, {"code": 20429 if status == 429 else 20500, "message": "no", "status": status}
        query = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
        size, number = int(query.get("PageSize", 50)), int(query.get("Page", 0))
        begin = max(number * size - (1 if self.repeats and number else 0), 0)
        shown = self.messages[begin : (number + 1) * size]
        more = len(self.messages) > (number + 1) * size
        following = f"{urlsplit(path).path}?PageSize={size}&Page={number + 1}" if more else None
        return 200, {
            "messages": shown,
            "page": number,
            "page_size": size,
            "next_page_uri": following,
            "uri": path,
        }


@contextmanager
def company() -> Iterator[Company]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    told = Company(url=f"http://127.0.0.1:{server.server_port}")
    server.RequestHandlerClass = _handler(told)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(told: Company) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, answer = told.page(self.path)
            content = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: Any) -> None:
            """A test's output is its own."""

    return Handler
