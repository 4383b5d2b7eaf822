"""The parts of an office, each a command of its own: web, worker and beat."""

import gc
import os
import sys

from backoffice import env
from backoffice.up import listen
from backoffice.up.home import Home

# Looking through everything that was loaded for what can be thrown away takes a tenth of a second, and on a page that
# makes 100,000 objects it came every few pages. What a process holds once it has started stays for its life.
OBJECTS_BETWEEN_SWEEPS = (50_000, 20, 100)
STREAMS_SECONDS = 3  # an open live stream would else keep the web part from ever stopping


def web() -> None:
    """Serve until told to stop. Addresses in X-Forwarded-For count only from proxies that are named."""
    import uvicorn

    from backoffice.up.http import Bounded

    _load()
    proxies = env.text("ONEQUEUE_TRUSTED_PROXIES")
    bound = listen.inherited() or listen.listen()
    config = uvicorn.Config(
        "backoffice.asgi:application",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies or "",
        timeout_graceful_shutdown=STREAMS_SECONDS,
        timeout_keep_alive=30,
        lifespan="on",
        loop="uvloop",
        http=Bounded,
        ws="none",
    )
    uvicorn.Server(config).run(sockets=[bound])


def _load() -> None:
    """Everything that pages need, before the first is asked for; and what is loaded is no rubbish."""
    from django.urls import get_resolver

    import backoffice.asgi  # noqa: F401

    get_resolver().url_patterns  # noqa: B018  (reads every page's module)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*OBJECTS_BETWEEN_SWEEPS)


def worker() -> None:
    """Celery's worker; without a broker a sweep by the clock, which finds the same rows."""
    if not env.text("REDIS_URL"):
        _become("manage.py", "sweep", "--forever")
    processes = env.integer("ONEQUEUE_WORKERS", 2, minimum=1, maximum=64)
    _celery("worker", "--concurrency", str(processes), "--without-gossip", "--without-mingle")


def beat(home: Home) -> None:
    """Celery's clock. One in the whole installation is enough, two do no harm."""
    if not env.text("REDIS_URL"):
        sys.exit("beat needs REDIS_URL; without a broker the worker sweeps by its own clock.")
    _celery("beat", "--schedule", str(home.run / "beat"), "--pidfile", "")


def _celery(*arguments: str) -> None:
    # In a container all run as root; the danger Celery warns of is pickled tasks, which it is told not to take.
    quiet = ("-W", "ignore:You're running the worker")
    _become(*quiet, "-m", "celery", "-A", "backoffice.celery:app", "--quiet", *arguments)


def _become(*arguments: str) -> None:
    os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606  (no shell is wanted)
