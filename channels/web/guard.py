"""What makes a form look like a program's work. It is then set aside for a person to look at, never refused."""

import ipaddress
import logging
from datetime import timedelta
from typing import Final

import redis
from django.core.cache import cache
from django.utils.crypto import salted_hmac

log = logging.getLogger(__name__)

LEAST_TIME: Final = timedelta(seconds=2)
BUDGET: Final = 60
BUDGET_SECONDS: Final = 600
WRONG_LINKS: Final = 30


def suspicion(*, trap: str, took: timedelta, over_budget: bool) -> str:
    """Why a form is set aside, in words for the colleague who looks at it; "" where it is not."""
    if trap:
        return "A field that people cannot see was filled in, as programs do."
    if took < LEAST_TIME:
        return "It was filled in faster than anybody can read it."
    if over_budget:
        return f"More than {BUDGET} forms came from one address within {BUDGET_SECONDS // 60} minutes."
    return ""


def network(address: str) -> str:
    """What counts as one address: the address itself, for IPv6 its /64, which is one connection's."""
    try:
        found = ipaddress.ip_address(address.strip())
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def over_budget(address: str) -> bool:
    """Count one form of this address. Without a cache nothing is counted, and nobody is set aside for that."""
    key = "web-form:" + salted_hmac("channels.web.guard", network(address)).hexdigest()
    try:
        cache.add(key, 0, BUDGET_SECONDS)
        return cache.incr(key) > BUDGET
    except ValueError:  # it expired between the two steps
        return False
    except redis.RedisError as error:
        log.warning("forms are not counted: %s", type(error).__name__)
        return False


def wrong_link(address: str) -> None:
    """Count one link that leads nowhere, tried from this address."""
    key = _wrong_links(address)
    try:
        cache.add(key, 0, BUDGET_SECONDS)
        cache.incr(key)
    except (ValueError, redis.RedisError) as error:
        log.warning("a wrong link is not counted: %s", type(error).__name__)


def tries_links(address: str) -> bool:
    """Whether so many wrong links were tried from there that no more are looked up for a while."""
    try:
        return int(cache.get(_wrong_links(address), 0)) >= WRONG_LINKS
    except redis.RedisError:
        return False


def _wrong_links(address: str) -> str:
    return "web-link:" + salted_hmac("channels.web.guard", network(address)).hexdigest()


def once_an_hour() -> bool:
    """True for the first who asks in an hour, among all processes that share the cache."""
    try:
        return bool(cache.add("web-form:tidied", 1, 3600))
    except redis.RedisError as error:
        log.warning("old uploads are not tidied now: %s", type(error).__name__)
        return False
