"""A mail server on loopback that answers as told, and remembers what it took. It knows the few words that we use."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

HANG_UP = 0
OK = {"hello": 250, "from": 250, "to": 250, "data": 354, "words": 250}
STEPS = {"EHLO": "hello", "HELO": "hello", "MAIL": "from", "RCPT": "to"}


@dataclass
class Post:
    """`answers`: the code at each step where it is not the good one; `HANG_UP` breaks the line in its place."""

    port: int
    answers: dict[str, int]
    taken: list[bytes] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)

    def answer(self, step: str) -> int:
        return self.answers.get(step, OK[step])

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


@contextmanager
def post(**answers: int) -> Iterator[Post]:
    server = _Server(("127.0.0.1", 0), _Speaking)
    server.told = Post(port=server.server_address[1], answers=answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _HungUp(Exception):
    pass


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    told: Post


class _Speaking(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        try:
            self._say(220)
            while line := self.rfile.readline():
                self._one(line.decode("utf-8", "replace").strip())
        except (_HungUp, OSError):
            return

    def _one(self, line: str) -> None:
        self.server.told.heard.append(line)
        word = line.split(" ")[0].upper()
        if word == "DATA":
            self._data()
        elif word == "QUIT":
            self._say(221)
            raise _HungUp
        else:
            self._say(self.server.told.answer(STEPS[word]) if word in STEPS else 250)

    def _data(self) -> None:
        code = self.server.told.answer("data")
        self._say(code)
        if code != OK["data"]:
            return
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        code = self.server.told.answer("words")
        if code == OK["words"]:
            self.server.told.taken.append(b"".join(lines))
        self._say(code)

    def _say(self, code: int) -> None:
        if code == HANG_UP:
            raise _HungUp
        self.wfile.write(f"{code} said\r\n".encode())
