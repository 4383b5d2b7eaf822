"""What Lighthouse says of the queue and of a case, as on a slow telephone and at a desk.

The least that will do stands in `LEAST`; below it the exit code is 1, and what cost points is printed. Lighthouse comes
from npm at the version named here, once.
"""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page, sync_playwright

from looks.chromium import QUIET, chromium
from looks.demo import NotReady, demo_office, free_port
from looks.visitor import PATIENCE, log_in

LIGHTHOUSE: Final = "lighthouse@12.8.2"  # the newest that runs on Node 20
LEAST: Final = {"accessibility": 100, "performance": 95}
WAYS: Final = {"telephone": [], "desk": ["--preset=desktop"]}
WHO: Final = "caseworker"
SECONDS: Final = 300
TIMES: Final = 3


@dataclass(frozen=True)
class Judged:
    page: str
    way: str
    scores: dict[str, int]
    costs: tuple[str, ...]

    @property
    def enough(self) -> bool:
        return all(self.scores[name] >= least for name, least in LEAST.items())

    def __str__(self) -> str:
        scores = "  ".join(f"{name} {score}" for name, score in self.scores.items())
        return "\n".join([f"{self.page:6} {self.way:10} {scores}", *(f"    {each}" for each in self.costs)])


def run() -> int:
    with demo_office() as url, _logged_in(url) as (page, port):
        addresses = {"queue": f"{url}/desk/", "case": f"{url}{_a_case(page)}"}
        judged = [_judge(name, address, way, port) for name, address in addresses.items() for way in WAYS]
    return 0 if all(each.enough for each in judged) else 1


@contextmanager
def _logged_in(url: str) -> Iterator[tuple[Page, int]]:
    """A browser that Lighthouse may drive too: a header would not reach what a page's scripts ask for."""
    port = free_port()
    with (
        tempfile.TemporaryDirectory(prefix="onequeue-lighthouse-") as folder,
        sync_playwright() as playwright,
    ):
        context = playwright.chromium.launch_persistent_context(
            folder,
            executable_path=chromium(),
            args=[*QUIET, f"--remote-debugging-port={port}"],
            base_url=url,
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        log_in(page, WHO)
        yield page, port
        context.close()


def _a_case(page: Page) -> str:
    """The first case of the queue."""
    page.goto("/desk/")
    found = str(page.locator("main a[href*='/desk/cases/']").first.get_attribute("href"))
    page.goto("about:blank")  # nothing of this page works while Lighthouse measures another
    return found


def _judge(page: str, address: str, way: str, port: int) -> Judged:
    """By the middle one of TIMES reports: what else the machine does sways each by several points."""
    reports = [_report(address, WAYS[way], port) for _ in range(TIMES)]
    report = sorted(reports, key=lambda each: float(each["categories"]["performance"]["score"]))[TIMES // 2]
    scores = {name: round(100 * report["categories"][name]["score"]) for name in LEAST}
    judged = Judged(page=page, way=way, scores=scores, costs=tuple(_costs(report)))
    print(judged, flush=True)
    return judged


def _report(address: str, more: list[str], port: int) -> dict[str, Any]:
    folder = Path(tempfile.mkdtemp(prefix="onequeue-lighthouse-"))
    try:
        written = folder / "report.json"
        done = subprocess.run(
            [
                *(
                    "npx",
                    "--yes",
                    LIGHTHOUSE,
                    address,
                    "--quiet",
                    "--output=json",
                    f"--output-path={written}",
                ),
                *(f"--port={port}", "--disable-storage-reset", *more),
                f"--only-categories={','.join(LEAST)}",
            ],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        if done.returncode:
            raise NotReady(f"Lighthouse ended with {done.returncode}: {done.stderr[-1500:]}")
        report: dict[str, Any] = json.loads(written.read_text())
        return report
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _costs(report: dict[str, Any]) -> list[str]:
    """Every audit that counts in a score and is not whole, worst first."""
    weights = {
        each["id"]: each["weight"]
        for category in report["categories"].values()
        for each in category["auditRefs"]
    }
    audits = [
        (audit["score"], f"{audit['id']}: {audit.get('displayValue') or audit['title']}")
        for name, audit in report["audits"].items()
        if weights.get(name) and audit["score"] is not None and audit["score"] < 0.95
    ]
    return [words for _, words in sorted(audits)]
