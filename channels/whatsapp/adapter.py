"""WhatsApp messages by Twilio: its own numbers, its own address for reports, texts' machinery otherwise."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse

from channels.contracts import Capabilities, Channel, Outgoing, Readiness, SendFailed, Sent
from channels.twilio import account, client
from channels.twilio.addresses import WHATSAPP
from channels.twilio.carried import Carried
from channels.whatsapp import approved


class WhatsApp(Carried, Channel):
    kind = "whatsapp"
    label = "WhatsApp message"
    icon = "whatsapp"
    capabilities = Capabilities(receives_webhooks=True, can_send=True, proves_sender=True, max_length=1600)
    prefix = WHATSAPP

    def readiness(self) -> Readiness:
        own = account.current()
        if own.sid and own.token and own.whatsapp:
            return Readiness(ready=True)
        return Readiness(
            ready=False,
            words="Set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_WHATSAPP_NUMBER to send WhatsApp messages.",
        )

    def own_numbers(self) -> frozenset[str]:
        own = account.current().whatsapp
        return frozenset([own] if own else [])

    def status_url(self, delivery_id: UUID) -> str:
        return f"{settings.PUBLIC_BASE_URL}{reverse('whatsapp:status')}?delivery={delivery_id}"

    def approved(self, body: str) -> bool:
        return approved.find(body, settings.TWILIO_WHATSAPP_TEMPLATES) is not None

    def send(self, outgoing: Outgoing) -> Sent:
        own, ready = account.current(), self.readiness()
        if not ready.ready:
            raise SendFailed(ready.words, permanent=False)
        template = approved.find(outgoing.body, settings.TWILIO_WHATSAPP_TEMPLATES)
        content = client.Content(sid=template.sid, fields=template.fields) if template else None
        return client.send(account=own, outgoing=outgoing, sender=own.whatsapp, content=content)

    def accounts(self) -> list[str]:
        return account.sids() if account.current().whatsapp else []
