"""What is done to an office while it works: who is killed, and how far the work has come by then."""

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import psycopg

from chaos.whole_office import WholeOffice

LOOKS_EVERY: Final = 0.05
# The last harm falls while something is left to do.
NEARLY_ALL: Final = 0.97
# So long nothing may move before whoever is still to be killed is killed idle. Reconciliation comes sooner than this.
PATIENCE: Final = 180.0

Share = Callable[[], float]


@dataclass
class Harm:
    """Call it from the main thread, which starts again what it kills."""

    office: WholeOffice
    dice: random.Random
    kills: int
    last_restart: float = 0.0
    done: Counter[str] = field(default_factory=Counter)
    _moved_at: float = field(default_factory=time.monotonic)

    @property
    def wanted(self) -> dict[str, int]:
        return {
            "workers_killed": self.kills,
            "web_killed": max(self.kills // 10, 1),
            "redis_emptied": max(self.kills // 20, 1),
            "database_stopped": max(self.kills // 50, 1),
        }

    def go(self, *, delivered: Share, taken_in: Share, idle: Callable[[], bool]) -> None:
        """Everything but the workers breaks as deliveries go on; workers die until nearly all is taken in."""
        doors, workers = self._doors(), self._spread(self.kills)
        while doors or workers:
            if doors and delivered() >= doors[0][0]:
                self._harm(doors.pop(0)[1])
            elif workers and self._is_due(workers[0], taken_in=taken_in, idle=idle):
                workers.pop(0)
                self._harm("workers_killed")
            else:
                time.sleep(LOOKS_EVERY)

    def _doors(self) -> list[tuple[float, str]]:
        names = [name for name in self.wanted if name != "workers_killed"]
        return sorted((share, name) for name in names for share in self._spread(self.wanted[name]))

    def _spread(self, times: int) -> list[float]:
        return sorted(self.dice.uniform(0.02, NEARLY_ALL) for _ in range(times))

    def _is_due(self, share: float, *, taken_in: Share, idle: Callable[[], bool]) -> bool:
        """What was lost on the way comes with the next reconciliation; what never comes is not waited for."""
        try:
            if not idle():
                self._moved_at = time.monotonic()
            return taken_in() >= share or time.monotonic() - self._moved_at > PATIENCE
        except psycopg.OperationalError:
            return False

    def _harm(self, name: str) -> None:
        if name == "workers_killed":
            self._kill_worker()
        elif name == "web_killed":
            self.office.part("web").kill()
            self.office.start("web")
        elif name == "redis_emptied":
            self.office.empty_redis()
        else:
            self.office.break_database()
        self.done[name] += 1
        self.last_restart = time.monotonic()

    def _kill_worker(self) -> None:
        worker = self.office.part("worker")
        if self.dice.random() < 0.5 and worker.runs and worker.kill_child(self.dice):
            self.done["worker_children_killed"] += 1
            return
        worker.kill()
        self.office.start("worker")
