from django.apps import AppConfig


class BackofficeConfig(AppConfig):
    name = "backoffice"

    def ready(self) -> None:
        # Both register themselves: the checks with Django, the Celery application as the current one.
        from backoffice import celery, checks, words  # noqa: F401

        words.remember()
