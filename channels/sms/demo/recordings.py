"""Messages at the simulated phone company: handed out and deleted. What is said in them is a tone."""

import io
import math
import re
import wave
from functools import cache
from typing import Final

from django.http import HttpRequest, HttpResponse

from channels.sms.demo.api import Api, error

SECONDS: Final = 4
RATE: Final = 8000
RECORDING: Final = re.compile(r"RE[0-9a-f]{32}(\.mp3|\.json)?")


class Recording(Api):
    http_method_names = ["get", "delete"]

    def get(self, request: HttpRequest, sid: str, recording: str) -> HttpResponse:
        if not RECORDING.fullmatch(recording):
            return error("20404", status=404)
        return HttpResponse(tone(), content_type="audio/x-wav")

    def delete(self, request: HttpRequest, sid: str, recording: str) -> HttpResponse:
        return HttpResponse(status=204) if RECORDING.fullmatch(recording) else error("20404", status=404)


@cache
def tone() -> bytes:
    """Two notes in turn, a second each."""
    made = io.BytesIO()
    with wave.open(made, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(RATE)
        sound.writeframes(bytes(_level(number) for number in range(SECONDS * RATE)))
    return made.getvalue()


def _level(number: int) -> int:
    note = (330, 262)[number // RATE % 2]
    return 128 + round(40 * math.sin(2 * math.pi * note * number / RATE))
