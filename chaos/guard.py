"""The send guard under everything that can happen to four numbers: STEPS of stories, each of LENGTH, none of which may
hand a text to a number that must not have it at that instant.

What happens is drawn by Hypothesis, which also finds the shortest story of one that goes wrong.
"""

import logging
import sys
import time

from bench.figures import Figure, Sizes, UnusableSize
from chaos.office import open_for_chaos

MOST_AT_ONCE = 100  # stories between two words on how far it is


def run(sizes: Sizes) -> list[Figure]:
    steps, length = sizes.number("STEPS", otherwise=100_000), sizes.number("LENGTH", otherwise=50)
    logging.disable(logging.WARNING)  # refusals of the provider are part of the stories, by the thousand
    with open_for_chaos():
        return _figures(steps=steps, length=length, seed=sizes.number("SEED", otherwise=5))


def _figures(*, steps: int, length: int, seed: int) -> list[Figure]:
    try:
        from hypothesis.errors import HypothesisException
    except ImportError as error:
        raise UnusableSize("This run needs Hypothesis: call `make develop` first.") from error
    from chaos.guard_machine import SendGuard
    from chaos.guard_world import World

    began, wrong = time.monotonic(), 0
    while SendGuard.steps < steps and not wrong:
        stories = min(MOST_AT_ONCE, -(-(steps - SendGuard.steps) // length))
        try:
            tell(stories=stories, length=length, seed=seed)
        except (AssertionError, HypothesisException) as error:
            print(error, *getattr(error, "__notes__", ()), sep="\n", file=sys.stderr)
            wrong += 1
        seed += 1
        print(f"guard: {SendGuard.steps:,} steps", file=sys.stderr, flush=True)
    return [
        Figure(name="guard_steps", value=SendGuard.steps, unit="steps", at_least=steps),
        Figure(name="guard_handed_over", value=World.total_handed, unit="texts", at_least=steps // 1000),
        Figure(name="guard_refusals_by_staff_verbs", value=World.refused, unit="refusals"),
        Figure(name="guard_stories_that_went_wrong", value=wrong, unit="stories", at_most=0),
        Figure(name="guard_seconds", value=time.monotonic() - began, unit="s"),
    ]


def tell(*, stories: int, length: int, seed: int) -> None:
    """Raises what went wrong, with the shortest story of it. The same seed tells the same stories."""
    from hypothesis import HealthCheck, settings
    from hypothesis import seed as seeded
    from hypothesis.stateful import run_state_machine_as_test

    from chaos.guard_machine import SendGuard

    told = settings(
        max_examples=stories,
        stateful_step_count=length,
        deadline=None,
        derandomize=False,
        database=None,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seeded(seed)(SendGuard), settings=told)
