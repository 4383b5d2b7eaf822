"""The secret key of an office: made once, kept in its home, readable by its owner alone."""

import os
import secrets

from backoffice import env
from backoffice.up.home import Home

VARIABLE = "ONEQUEUE_SECRET_KEY"


def secret_key(home: Home) -> str:
    """The key from the environment, or the home's own, made at the first call."""
    if env.text(VARIABLE):
        return env.secret(VARIABLE)
    path = home.path / "secret-key"
    if not path.exists():
        # Written whole under another name first: two starts at once agree on the one that is linked first.
        draft = path.with_name(f"secret-key.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # the other start's key holds
        finally:
            draft.unlink()
    return path.read_text().strip()
