"""`python -m bench [NAME …]`: see `make bench` in the README."""

import sys
from pathlib import Path

from bench import BENCHES, ONLY_BY_NAME
from bench.runner import main

wanted = sys.argv[1:] or [name for name in BENCHES if name not in ONLY_BY_NAME]
sys.exit(
    main(package="bench", known=BENCHES, wanted=wanted, results=Path(__file__).with_name("results.json"))
)
