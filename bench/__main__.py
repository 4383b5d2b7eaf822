"""`python -m bench [NAME …]`: see `make bench` in the README."""

import sys
from pathlib import Path

from bench import BENCHES
from bench.runner import main

sys.exit(
    main(
        package="bench", known=BENCHES, wanted=sys.argv[1:], results=Path(__file__).with_name("results.json")
    )
)
