from django.apps import AppConfig


class EmailConfig(AppConfig):
    name = "channels.email"
    label = "channel_email"
    verbose_name = "E-mails that we send"
