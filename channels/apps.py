from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "channels"
    verbose_name = "Channels"

    def ready(self) -> None:
        from casework import ports
        from channels.health import Known
        from channels.outbox import Outbox

        ports.register(Outbox())
        ports.register_health(Known())
