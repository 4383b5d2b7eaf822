"""What a call is asked beyond what every logged contact is."""

from casework.forms.log import LogForm


class PhoneForm(LogForm):
    channel = "phone"
    endings = ("answered", "passed_on", "callback", "signposted", "information", "cut_off", "wrong_number")
