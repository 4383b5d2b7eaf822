"""A provider's API on loopback that answers as told and remembers what it was asked."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs


@dataclass
class Api:
    url: str
    answers: list[tuple[int, Any]]
    """(HTTP status, JSON) for each request in turn; the last one goes on. Status 0 hangs up without an
    answer.
    """
    asked: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def api(*answers: tuple[int, Any]) -> Iterator[Api]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    told = Api(url=f"http://127.0.0.1:{server.server_port}", answers=list(answers))
    server.RequestHandlerClass = _handler(told)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(told: Api) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.do_POST()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
            fields = {name: values[0] for name, values in parse_qs(body, keep_blank_values=True).items()}
            told.asked.append({**fields, "_path": self.path, "_body": body})
            status, answer = told.answers.pop(0) if len(told.answers) > 1 else told.answers[0]
            if status:
                self._answer(status, json.dumps(answer).encode())
            self.close_connection = True

        def _answer(self, status: int, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: Any) -> None:
            """A test's output is its own."""

    return Handler
