"""`DATABASE_URL` as Django wants it."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from backoffice import env

WEB_STATEMENT_TIMEOUT = "30s"


def settings(url: str) -> dict[str, Any]:
    """Connection settings from a libpq URL, e.g. `postgresql:///onequeue?host=/run/onequeue&user=onequeue`."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise env.Wrong(
            "DATABASE_URL",
            f"begins with {parts.scheme!r}; write postgresql://user:password@host:5432/name",
        )
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "backoffice.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "onequeue",
        "USER": query.pop("user", unquote(parts.username or "")),
        "PASSWORD": query.pop("password", unquote(parts.password or "")),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": query.pop("port", str(parts.port or "")),
        # Persistent connections gain four to six times on small pages.
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "options": (
                f"-c statement_timeout={env.text('ONEQUEUE_STATEMENT_TIMEOUT', WEB_STATEMENT_TIMEOUT)}"
                " -c idle_in_transaction_session_timeout=60s -c plan_cache_mode=force_generic_plan"
                # Processes to help with a statement take 5 to 7 ms to start, and a plan for all values sees a third of a
                # number's contacts where there are a few: what it was asked for a reply became thirty times as slow.
                " -c parallel_setup_cost=20000"
            ),
            "connect_timeout": 5,
            # Statements that are the same but for their values (casework/planned_sql.py, backoffice/postgresql/compiler.py);
            # nothing else is prepared.
            "prepare_threshold": env.integer("ONEQUEUE_PREPARE_AFTER", 1, minimum=0, maximum=1000) or None,
            **query,
        },
    }
