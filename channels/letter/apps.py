from django.apps import AppConfig


class LetterConfig(AppConfig):
    name = "channels.letter"
    label = "channel_letter"
    verbose_name = "Letters"
