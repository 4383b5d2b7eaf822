from django.apps import AppConfig


class InPersonConfig(AppConfig):
    name = "channels.in_person"
    label = "channel_in_person"
    verbose_name = "Visits and talks in person"
