"""A process that works off chunks of rows beside others. Imported before Django is set up, so it imports no model."""

import os
import signal
import threading
import time
from typing import Any


def begin(database: dict[str, Any], parent: int) -> None:
    """Connects to the parent's database. Ctrl-C is the parent's to answer: the chunk in hand is finished first."""
    import django
    from django.conf import settings

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    settings.DATABASES["default"] = database
    django.setup()
    threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()


def _leave_with(parent: int) -> None:
    """A parent that is killed outright cannot stop us. Each row is a transaction, so leaving loses nothing."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
