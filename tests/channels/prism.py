"""Prism serving Twilio's own description of its API: a stand-in that refuses whatever the description does not allow.

Both come from npm, into a folder of their own beside the checkout's other state, once. Prism overlooks fields that a
description does not name, so whoever asks compares them with `names` as well.
"""

import fcntl
import hashlib
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from backoffice.up import CannotStart, assets
from backoffice.up.home import CHECKOUT

LISTED: Final = CHECKOUT / "tests" / "contract"
INSTALLED: Final = CHECKOUT / ".onequeue" / "contract"
DESCRIPTION: Final = "node_modules/@twilio-alpha/mcp/twilio-oai/spec/json/twilio_api_v2010.json"
PROGRAM: Final = "node_modules/@stoplight/prism-cli/dist/index.js"
PATIENCE: Final = 180.0
INSTALL_PATIENCE: Final = 600.0


class CannotInstall(Exception):
    """npm is not there or cannot reach its packages. The words say which."""


@dataclass
class Prism:
    url: str


@contextmanager
def serving(folder: Path) -> Iterator[Prism]:
    """Raises `CannotInstall`. The server ends with the block."""
    node = _install()
    described = folder / "twilio.json"
    described.write_text(json.dumps(about_messages(json.loads((INSTALLED / DESCRIPTION).read_text()))))
    port, log = _free_port(), folder / "prism.log"
    command = [
        node.program,
        str(INSTALLED / PROGRAM),
        "mock",
        "-h",
        "127.0.0.1",
        "-p",
        str(port),
        str(described),
    ]
    with log.open("w") as written:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=written, stderr=written, env=node.environment
        )
    try:
        _wait(process, port, log)
        yield Prism(url=f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(timeout=10)


def about_messages(description: dict[str, Any]) -> dict[str, Any]:
    """That part and recordings alone, so that Prism starts in seconds, and with lists that end."""
    asked = ("/Messages", "/Accounts/{AccountSid}/Recordings/{Sid}.json")
    paths = {path: what for path, what in description["paths"].items() if any(each in path for each in asked)}
    for what in paths.values():
        _end(what.get("get", {}))
    return {**description, "paths": paths}


def _end(get: dict[str, Any]) -> None:
    """The description's own example of a list names a next page, which here would be the same one for ever."""
    for answer in get.get("responses", {}).values():
        for content in answer.get("content", {}).values():
            for example in content.get("examples", {}).values():
                if isinstance(example.get("value"), dict) and "next_page_uri" in example["value"]:
                    example["value"]["next_page_uri"] = None


def names(path: str) -> dict[str, set[str]]:
    """What the description lets this path be read with (GET) and be sent (POST)."""
    described = json.loads((INSTALLED / DESCRIPTION).read_text())["paths"][path]
    (content,) = described["post"]["requestBody"]["content"].values()
    return {
        "GET": {each["name"] for each in described["get"]["parameters"] if each["in"] == "query"},
        "POST": set(content["schema"]["properties"]),
    }


def _install() -> assets.Node:
    """Once for each lock file, by one process at a time."""
    INSTALLED.mkdir(parents=True, exist_ok=True)
    wanted = hashlib.sha256((LISTED / "package-lock.json").read_bytes()).hexdigest()
    stamp = INSTALLED / ".stamp"
    with (INSTALLED / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        try:
            node = assets._node(lambda words: None)
        except CannotStart as problem:
            raise CannotInstall(str(problem)) from problem
        if not stamp.exists() or stamp.read_text() != wanted:
            for name in ("package.json", "package-lock.json"):
                shutil.copyfile(LISTED / name, INSTALLED / name)
            _npm(node)
            stamp.write_text(wanted)
    return node


def _npm(node: assets.Node) -> None:
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"]
    try:
        done = subprocess.run(
            [*node.npm, "ci", *quiet], cwd=INSTALLED, env=node.environment, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=INSTALL_PATIENCE, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CannotInstall(f"npm could not run: {type(error).__name__}") from error
    if done.returncode:
        raise CannotInstall(f"npm could not fetch the packages of {LISTED.name}: {done.stderr[-300:]}")


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"Prism did not start: {log.read_text()[-1000:]}")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
