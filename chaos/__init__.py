"""Breaking things on purpose. `make chaos` runs all of it, `make chaos ONLY=filing` some.

A chaos run is a module of this package with `run(sizes) -> list[Figure]`, named in `RUNS`. It works on an office of its
own, in a folder that is gone afterwards, and each promise of ours is a figure with a bound: outside it, exit code 1.
"""

from typing import Final

RUNS: Final = ("filing", "sms", "outage", "sends", "storm", "guard")
