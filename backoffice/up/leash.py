"""Children that die with their parent, even when the parent is killed hard."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
# Loaded before any fork: between fork and exec nothing may allocate or import more than needed.
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def leash(on_death: signal.Signals) -> Callable[[], None]:
    """A `preexec_fn` that asks the kernel for `on_death` when the parent is gone (Linux only, else it does nothing).

    The kernel watches the thread that started the child, so start leashed children from the main thread.
    A change of user clears the wish; `subprocess` changes the user before it calls this, so it stands.
    """
    parent = os.getpid()

    def attach() -> None:
        if _libc is None:
            return
        _libc.prctl(_PR_SET_PDEATHSIG, int(on_death), 0, 0, 0)
        if os.getppid() != parent:  # the parent died before the wish was known
            os.kill(os.getpid(), on_death)

    return attach
