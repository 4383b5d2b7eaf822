"""Services that the environment names: asked once before anything starts, so that a wrong address is one sentence."""

from urllib.parse import urlsplit, urlunsplit

import psycopg
import redis

from backoffice import env
from backoffice.up import CannotStart

OLDEST_POSTGRES = 150000
SECONDS = 5


def check_database(url: str) -> None:
    if urlsplit(url).scheme not in ("postgres", "postgresql"):
        raise env.Wrong(
            "DATABASE_URL", "is no PostgreSQL address; write postgresql://user:password@host:5432/name"
        )
    try:
        with psycopg.connect(url, connect_timeout=SECONDS) as connection:
            version = connection.info.server_version
    except psycopg.Error as error:
        reason = next(iter(str(error).strip().splitlines()), type(error).__name__)
        raise CannotStart(f"DATABASE_URL {without_password(url)} does not work: {reason}") from error
    if version < OLDEST_POSTGRES:
        raise CannotStart(f"DATABASE_URL leads to PostgreSQL {version // 10000}; Onequeue needs 15 or newer.")


def check_redis(url: str) -> None:
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=SECONDS, socket_timeout=SECONDS) as connection:
            connection.ping()
    except ValueError as error:
        raise env.Wrong(
            "REDIS_URL", "is no Redis address; write redis://host:6379/0 or unix:///path?db=0"
        ) from error
    except redis.RedisError as error:
        raise CannotStart(f"REDIS_URL {without_password(url)} does not work: {error}") from error


def without_password(url: str) -> str:
    """The address fit for a terminal and a log."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, place, parts.path, "", ""))
