"""The one-command start: an office on one machine, with its own database and broker, from a bare checkout."""


class CannotStart(Exception):
    """Something the start needs is missing or taken. `str()` of it is one sentence that says what to do."""
