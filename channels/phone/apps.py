from django.apps import AppConfig


class PhoneConfig(AppConfig):
    name = "channels.phone"
    label = "channel_phone"
    verbose_name = "Phone calls"
