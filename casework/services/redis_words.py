"""Words to Redis that nobody waits for: all those of one request, or of several, go there and back once."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from typing import Any, Final, Self

import redis
from django.conf import settings

from casework.afterwards import Joined, catch_up

SECONDS: Final = 0.5
Command = tuple[str | int | bytes, ...]
Heard = Callable[[list[Any]], None]


@lru_cache(maxsize=1)
def _client(url: str) -> Any:
    return redis.Redis.from_url(url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS)


def client() -> Any:
    """Asked for again each time, where there is Redis: an address that is no use is tried for half a second."""
    return _client(settings.REDIS_URL)


class Words(Joined):
    """Some commands, with who hears what came back of each, and who hears why nothing did."""

    def __init__(self, *commands: Command, heard: Heard, failed: Callable[[redis.RedisError], None]) -> None:
        self.commands, self._heard, self._failed = commands, heard, failed

    @classmethod
    def do_all(cls, acts: Sequence[Self]) -> None:
        try:
            answers = iter(_answers(command for act in acts for command in act.commands))
        except redis.RedisError as error:
            catch_up([partial(act._failed, error) for act in acts])
        else:
            catch_up([partial(act._hear, [next(answers) for _ in act.commands]) for act in acts])

    def _hear(self, answers: list[Any]) -> None:
        refused = next((each for each in answers if isinstance(each, redis.RedisError)), None)
        if refused is not None:
            self._failed(refused)
        else:
            self._heard(answers)


def _answers(commands: Iterable[Command]) -> list[Any]:
    """They go together, so that nothing half said is left by a process that ends in between; but need be no transaction."""
    with client().pipeline(transaction=False) as pipe:
        for command in commands:
            pipe.execute_command(*command)
        found: list[Any] = pipe.execute(raise_on_error=False)
    return found
