"""`python -m looks screens | lighthouse`: see `make screens` in the README."""

import sys
from importlib import import_module

from looks import LOOKS
from looks.chromium import NoChromium
from looks.demo import NotReady


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in LOOKS:
        print(f"Say which: {', '.join(LOOKS)}.", file=sys.stderr)
        return 2
    try:
        code: int = import_module(f"looks.{arguments[0]}").run()
    except (NoChromium, NotReady) as error:
        print(error, file=sys.stderr)
        return 1
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
