"""`python -m backoffice.up [web|worker|beat|services]`: everything, or one part for an installation on several machines."""

import os
import sys

from backoffice import env
from backoffice.up import CannotStart, attach, office, parts
from backoffice.up.home import choose

USAGE = "Usage: python -m backoffice.up [web | worker | beat | services]"


def main(arguments: list[str]) -> int:
    known = ("web", "worker", "beat", "services")
    if len(arguments) > 1 or (arguments and arguments[0] not in known):
        print(USAGE, file=sys.stderr)
        return 2
    try:
        _run(arguments[0] if arguments else "")
    except (CannotStart, env.Wrong) as error:
        print(error, file=sys.stderr)
        return 1
    except office.Stopped:
        return 0
    return 0


def _run(part: str) -> None:
    home = choose()
    os.environ["ONEQUEUE_HOME"] = str(home.path)
    if part == "":
        return office.run(home)
    if part == "services":
        return office.run_services(home)
    office.listen_for_signals()
    attach.for_part(home)
    if part == "web":
        return parts.web()
    if part == "worker":
        return parts.worker()
    return parts.beat(home)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
