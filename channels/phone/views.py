"""Log a call: who rings, what it was about, how it ended."""

from casework.views.log import LogContact
from channels.phone.forms import PhoneForm


class LogPhone(LogContact):
    form_class = PhoneForm
    template = "phone/log.html"
    lookup_url = "desk:log_phone_lookup"
    again = "desk:log_phone"
    nav = "log_phone"
