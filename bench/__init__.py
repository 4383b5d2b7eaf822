"""Measurements of the parts that must stay fast. `make bench` runs all of them but `ONLY_BY_NAME`, `make bench ONLY=filing` some.

A bench is a module of this package with `run(sizes) -> list[Figure]`, named in `BENCHES`. It makes its own data, asks
nothing of the office's, and says in its docstring what it mixes, because a figure without its mix means nothing.
"""

from typing import Final

BENCHES: Final = ("filing", "routing", "dry_run", "person_search", "desk", "peers")
# Needs root, a folder beside the project, the network and an hour: run when it is named, never with all.
ONLY_BY_NAME: Final = ("peers",)
