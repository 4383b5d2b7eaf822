# mypy: ignore-errors
# (the harness's modules, and its style without types, are not in this project)
"""Onequeue for the shared harness: the real office behind the two web processes of `bench.peer.serve`.

Read by the harness, with its `target`, `loadgen` and `words`; it has nothing but the standard library there.
ONEQUEUE_CHECKOUT names the checkout.
"""

import base64
import hashlib
import hmac
import itertools
import os
import pathlib
import tempfile

from loadgen import Cookies, Req
from target import Base, psql
from words import BODY, MARK

HOME = pathlib.Path(os.environ.get("BENCH_HOME") or tempfile.gettempdir() + "/onequeue-bench", "onequeue")
CHECKOUT = os.environ.get("ONEQUEUE_CHECKOUT", ".")
ADDRESS = "http://127.0.0.1:8104"
PASSWORD = "the-harness-logs-in-0123"  # noqa: S105  (of an office that is thrown away)
# Whoever posts a form sends the same value in a cookie and in a field.
CSRF = "c" * 32
# So many people fill in the form at once: each takes longer over a page than a program would.
VISITORS = 400
SID, TOKEN, NUMBER = "AC" + "0" * 32, "0" * 32, "+441632960001"
# The newest cases that were open at first, and whether they are; with a reference that the product would have drawn.
OPEN = """
SELECT reference, is_open FROM casework_case
WHERE id IN (SELECT bench_id(1, i) FROM generate_series(0, (SELECT count(*) FROM casework_case), 10) i)
  AND reference !~ '[AE]' AND reference ~ '[2-9]' AND reference ~ '[B-Z]'
ORDER BY id DESC LIMIT 200"""
FIRST = "SELECT reference FROM casework_case WHERE id = bench_id(1, 1)"


class Target(Base):
    name, label, port, db = "onequeue", "Onequeue", 8104, "bench_onequeue"
    cmd = (f"{CHECKOUT}/.venv/bin/python", "-m", "bench.peer.serve")
    cwd = CHECKOUT
    env = {
        "DATABASE_URL": "postgresql://postgres@127.0.0.1:55432/bench_onequeue",
        "REDIS_URL": "",
        "ONEQUEUE_HOME": str(HOME),
        "ONEQUEUE_DEMO": "0",
        "ONEQUEUE_DEBUG": "0",
        "PUBLIC_BASE_URL": ADDRESS,
        "PORT": "8104",
        "ONEQUEUE_TRUSTED_PROXIES": "127.0.0.1",
        "TWILIO_ACCOUNT_SID": SID,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_NUMBER": NUMBER,
        "TWILIO_API_BASE": "http://127.0.0.1:9",  # nobody's telephone rings
    }
    # The pattern of all others is not counted.
    tickets_sql = "SELECT count(*) - 1 FROM casework_case"

    def __init__(self):
        super().__init__()
        self.number = itertools.count(1)

    def seed_sql(self, n):
        have = self.count()
        return f"\\set first {have + 1}\n\\set last {have + n}\n" + (HOME / "seed.sql").read_text()

    def login(self):
        self.keys = [{"Authorization": f"Bearer {key}"} for key in (HOME / "keys").read_text().split()]
        jar = Cookies(csrftoken=CSRF)
        said = {"username": "staff0", "password": PASSWORD, "csrfmiddlewaretoken": CSRF}
        answer = jar.take(self.one(Req("/log-in/", "POST", said, form=True, headers=jar.header)))
        if answer.status != 302 or "sessionid" not in jar:
            raise RuntimeError(f"the log-in answered {answer.status}: {answer.text[:500]}")
        self.staff = {**jar.header, "X-CSRFToken": jar["csrftoken"]}
        self.visitors = [self.visitor(n) for n in range(VISITORS)]
        self.whose_turn = itertools.cycle(range(VISITORS))

    def visitor(self, n):
        """Somebody who has the questions before them."""
        jar = Cookies(csrftoken=CSRF)
        jar.take(self.one(Req(f"/request/service-{n % 4}/questions/", headers=jar.header)))
        return jar.header

    def prepare(self, n, rnd):
        rows = psql(self.db, OPEN).split() if n else []
        self.is_open = {reference: is_open == "t" for reference, is_open in (row.split("|") for row in rows)}
        self.one_of_them = itertools.cycle(self.is_open)
        self.first = psql(self.db, FIRST) if n else ""

    def ops(self):
        return {
            "A_api": self.contact,
            "A_form": self.form,
            "A_sms": self.text,
            "B_html": lambda i: Req("/desk/", headers=self.staff, has="/desk/cases/"),
            "B_api": lambda i: Req("/api/v1/cases/?page_size=50", headers=self.key(i), has='"results"'),
            "C_search": lambda i: Req(f"/desk/search/?q={MARK}", headers=self.staff, has="/desk/cases/"),
            "D_html": lambda i: self.case(),
            "E_api": self.answer,
            "E_two": self.reply_and_status,
            "E_reply": lambda i: self.reply(next(self.one_of_them), i),
        }

    def contact(self, i):
        said = {
            "channel": "web", "body": f"Street light out {i}\n{BODY}", "service": f"service-{i % 4}",
            "sender": telephone(i), "sender_confirmed": True, "case": "new",
        }  # fmt: skip
        return self.api("contacts/", said, i, ok=(201,))

    def form(self, i):
        """The whole way as a browser goes it: from answering to the questions again, for whoever comes next here."""
        n, number = next(self.whose_turn), next(self.number)
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        headers = {**self.visitors[n], "X-Forwarded-For": address}
        base = f"/request/service-{n % 4}/"

        def post(page, **said):
            said["csrfmiddlewaretoken"] = CSRF
            return Req(f"{base}{page}/", "POST", said, form=True, headers=headers, ok=(302,))

        def get(page, has):
            return Req(f"{base}{page}/", headers=headers, has=has)

        return [
            post("questions", **{"q-story": BODY}),
            get("contact", "Phone number"),
            post("contact", phone=telephone(i)),
            get("check", "balo ninger"),
            post("check"),
            get("done", "reference"),
            get("questions", "What has happened?"),
        ]

    def text(self, i):
        """What Twilio posts for a text, signed. The door stores it and answers; a worker takes it in."""
        said = {
            "AccountSid": SID, "MessageSid": f"SM{os.getpid():08x}{next(self.number):024x}", "To": NUMBER,
            "From": f"+447700900{i % 200:03}", "Body": f"Street light out {i}", "NumMedia": "0",
            "NumSegments": "1", "SmsStatus": "received",
        }  # fmt: skip
        path = "/webhooks/twilio/sms/"
        signed = ADDRESS + path + "".join(name + said[name] for name in sorted(said))
        mark = base64.b64encode(hmac.new(TOKEN.encode(), signed.encode(), hashlib.sha1).digest()).decode()
        return Req(path, "POST", said, form=True, headers={"X-Twilio-Signature": mark}, has="<Response>")

    def case(self):
        """Which says that it is open, and finds who else has it."""
        return Req(f"/desk/cases/{self.first}/", headers=self.staff, has="data-presence-page")

    def answer(self, i):
        """A reply and the status after it, as one call."""
        reference, to = self.another_status()
        return self.reply(reference, i, **to)

    def reply_and_status(self, i):
        """The same in two."""
        reference, to = self.another_status()
        return [self.reply(reference, i), self.api(f"cases/{reference}/status/", to, i, ok=(200,))]

    def another_status(self):
        """Ends the case, or opens it again: a change to what it is already would be refused."""
        reference = next(self.one_of_them)
        ends = self.is_open[reference]
        self.is_open[reference] = not ends
        return reference, {"status": "closed", "outcome": "Settled"} if ends else {"status": "open"}

    def reply(self, reference, i, **more):
        # The same words again at once would be one message.
        said = {"body": f"{next(self.number)} {BODY}", **more}
        return self.api(f"cases/{reference}/replies/", said, i, ok=(201,))

    def api(self, path, body, i, *, ok):
        headers = {**self.key(i), "Idempotency-Key": f"{os.getpid()}-{next(self.number)}"}
        return Req(f"/api/v1/{path}", "POST", body, headers=headers, ok=ok)

    def key(self, i):
        return self.keys[i % len(self.keys)]


def telephone(i):
    return f"07700 900{i % 200:03}"
