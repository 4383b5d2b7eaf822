"""Django alone, for a server that speaks WSGI; live updates need `backoffice.asgi` beside it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backoffice.settings")

application = get_wsgi_application()

from backoffice import celery  # noqa: E402, F401  (tasks ring our own bell, not Celery's default)
