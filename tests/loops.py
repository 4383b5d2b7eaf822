"""A loop in a thread of its own: the browser of a journey may keep one running in this thread."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def run(talk: Coroutine[Any, Any, Any]) -> Any:
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, talk).result()
