from django.apps import AppConfig


class WhatsAppConfig(AppConfig):
    name = "channels.whatsapp"
    label = "channel_whatsapp"
    verbose_name = "WhatsApp messages"
