"""`python3 -m backoffice.up.install [dev]`: the virtual environment `.venv` with the pinned requirements.

Runs on a bare Python, so it uses the standard library alone. uv is ten times as fast as pip; pip is what is tried
when uv cannot be had or cannot reach what pip can. The machine's pip settings count for both.
"""

import ast
import hashlib
import os
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent.parent
VENV = CHECKOUT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST_PYTHON = (3, 11)
UV = "uv==0.13.9"
# pip's setting -> uv's variable of the same meaning
_UV_NAMES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
    "timeout": "UV_HTTP_TIMEOUT",
    "default-timeout": "UV_HTTP_TIMEOUT",
}


def main(arguments: list[str]) -> int:
    if sys.version_info < OLDEST_PYTHON:
        print(
            f"Onequeue needs Python 3.11 or newer, this is {sys.version.split()[0]}: make PYTHON=python3.11 …",
            file=sys.stderr,
        )
        return 1
    names = ["requirements-dev.txt"] if arguments == ["dev"] else ["requirements.txt"]
    if all(_is_installed(name) for name in names):
        return 0
    return 0 if _make_environment() and all(_install(name) for name in names) else 1


def add(requirement: str) -> None:
    """Install one more pinned package into the environment that runs this."""
    if not _with_uv(requirement):
        _with_pip(requirement)


def _is_installed(name: str) -> bool:
    """The development set holds the running set, so either stamp will do for the smaller."""
    larger = {"requirements.txt": ["requirements.txt", "requirements-dev.txt"]}.get(name, [name])
    return PYTHON.exists() and any(_stamp(other) == _digest(other) for other in larger) and _stamp_is_honest()


def _make_environment() -> bool:
    if not PYTHON.exists():
        print("making .venv", flush=True)
        made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
        if made.returncode:
            print(
                "The virtual environment could not be made: install your system's package python3-venv.",
                file=sys.stderr,
            )
            return False
    return True


def _install(name: str) -> bool:
    print(f"installing {name}, once", flush=True)
    if not _with_uv("-r", name):
        print("uv could not; trying pip, which takes a minute or two", flush=True)
        if not _with_pip("-r", name):
            print(f"{name} could not be installed; the words of pip stand above.", file=sys.stderr)
            return False
    (VENV / f".{name}").write_text(_digest(name))
    return True


def _with_uv(*arguments: str) -> bool:
    uv = VENV / "bin" / "uv"
    if not uv.exists() and not _with_pip("--quiet", UV):
        return False
    # Compiled once here instead of by each part at its first start.
    command = [str(uv), "pip", "install", "--compile-bytecode", "--python", str(PYTHON), *arguments]
    return subprocess.run(command, cwd=CHECKOUT, env=_uv_environment(), check=False).returncode == 0


def _with_pip(*arguments: str) -> bool:
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", *arguments]
    return subprocess.run(command, cwd=CHECKOUT, check=False).returncode == 0


def _uv_environment() -> dict[str, str]:
    """The caller's environment, with pip's settings said in uv's words where the caller has not said them."""
    # pip takes the best version of all indexes together; uv would stop at the first that knows the name.
    found = {"UV_INDEX_STRATEGY": "unsafe-best-match", "UV_NO_CONFIG": "1"}
    for setting, value in _pip_settings().items():
        name = _UV_NAMES.get(setting)
        if name and value:
            separator = "," if name == "UV_FIND_LINKS" else " "
            found[name] = separator.join(value.split())
    return {**found, **os.environ}


def _pip_settings() -> dict[str, str]:
    """pip's merged configuration as {"index-url": …}: files and PIP_ variables, the latter last."""
    shown = subprocess.run(
        [str(PYTHON), "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    lines = (line.partition("=") for line in shown.stdout.splitlines() if "=" in line)
    pairs = [(key, _literal(value)) for key, _, value in lines]
    pairs.sort(key=lambda pair: pair[0].startswith(":env:"))
    return {key.rpartition(".")[2].replace("_", "-"): value for key, value in pairs}


def _literal(value: str) -> str:
    try:
        return str(ast.literal_eval(value))
    except (ValueError, SyntaxError):
        return value


def _digest(name: str) -> str:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return hashlib.sha256(version.encode() + (CHECKOUT / name).read_bytes()).hexdigest()


def _stamp(name: str) -> str:
    try:
        return (VENV / f".{name}").read_text()
    except FileNotFoundError:
        return ""


def _stamp_is_honest() -> bool:
    """A virtual environment whose Python was removed or moved keeps its files and runs no more."""
    return subprocess.run([str(PYTHON), "-c", ""], check=False, stderr=subprocess.DEVNULL).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
