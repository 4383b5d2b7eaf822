# mypy: ignore-errors
# (its one import is the harness's)
"""The harness's own run, with the operations that only this office has. Copied beside its `run.py` and started there."""

import run

run.OPS |= {
    # Also at sizes below those for which the harness has peers' figures.
    "C_search": (*run.OPS["C_search"][:4], None),
    "A_sms": ("A a text by its signed webhook, 8 clients", 500, 8, 8, (0, 100_000)),
    "E_two": ("E a reply, then a status: two calls, 1 client", 40, 1, 6, None),
    "E_reply": ("E a reply alone, which changes who the case waits for, 1 client", 40, 1, 6, None),
}
run.main()
