"""`python -m chaos [NAME …]`: see `make chaos` in the README."""

import sys

from bench.runner import main
from chaos import RUNS

if __name__ == "__main__":  # children of a run import this module too
    sys.exit(main(package="chaos", known=RUNS, wanted=sys.argv[1:]))
