"""The phone company's door: its API over HTTP, on a port of its own, in the shape an office expects of Twilio."""

import base64
import binascii
import json
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Final
from urllib.parse import parse_qs, urlsplit

from chaos.phone_company import LIST, SID, TOKEN, Manners, PhoneCompany, error

HANGS_SECONDS: Final = 40.0  # longer than any caller waits
REPORTERS: Final = 3


@contextmanager
def phone_company(*, seed: int, manners: Manners | None = None) -> Iterator[PhoneCompany]:
    """Open on a port of its own until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.daemon_threads, server.block_on_close = True, False
    company = PhoneCompany(
        url=f"http://127.0.0.1:{server.server_port}", dice=random.Random(seed), manners=manners or Manners()
    )
    server.RequestHandlerClass = type("DoorOfOne", (Door,), {"company": company})
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    serving.start()
    company.reports.begin(REPORTERS)
    try:
        yield company
    finally:
        company.manners.hangs = False
        company.reports.end()
        server.shutdown()
        serving.join()
        server.server_close()


class Door(BaseHTTPRequestHandler):
    company: ClassVar[PhoneCompany]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        if self._let_in():
            self._answer(*self.company.take(_single(body)))

    def do_GET(self) -> None:
        if not self._let_in():
            return
        asked = urlsplit(self.path)
        if asked.path == LIST:
            self._answer(200, self.company.page(_single(asked.query)))
        else:
            self._answer(404, error(20404))

    def _let_in(self) -> bool:
        """A hanging company answers when it has come back, or hangs up at last."""
        began = time.monotonic()
        while self.company.manners.hangs:
            if time.monotonic() - began > HANGS_SECONDS:
                self.close_connection = True
                return False
            time.sleep(0.1)
        if _password(self.headers.get("Authorization", "")) == f"{SID}:{TOKEN}":
            return True
        self._answer(401, error(20003))
        return False

    def _answer(self, status: int, content: dict[str, Any]) -> None:
        packed = json.dumps(content).encode()
        self.close_connection = True
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(packed)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(packed)

    def log_message(self, *args: Any) -> None:
        """A run's output is its figures."""

    def handle(self) -> None:
        """Whoever called may have been killed meanwhile; what was accepted stays accepted."""
        try:
            super().handle()
        except OSError:
            self.close_connection = True


def _single(encoded: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(encoded, keep_blank_values=True).items()}


def _password(header: str) -> str:
    try:
        return base64.b64decode(header.partition(" ")[2], validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""
