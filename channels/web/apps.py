from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "channels.web"
    label = "channel_web"
    verbose_name = "Web form"
