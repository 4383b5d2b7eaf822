#!/usr/bin/env python
"""Commands of an office. Without DATABASE_URL they use the office of this checkout, running or not."""

import os
import sys

from backoffice import env
from backoffice.up import CannotStart, attach


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backoffice.settings")
    try:
        attach.for_command(sys.argv[1:])
        from backoffice import settings  # noqa: F401  (a wrong setting is said in one sentence, not in a traceback)
    except (CannotStart, env.Wrong) as error:
        sys.exit(str(error))
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
