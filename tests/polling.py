"""Waiting for what neither Playwright nor a process tells by itself."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

TIMEOUT = 20.0
"""Seconds after which something has not happened. Generous: the machine may be busy."""


def wait_until(look: Callable[[], T], what: str, patience: float = TIMEOUT) -> T:
    """Look again and again until there is something to see, and give it."""
    deadline = time.monotonic() + patience
    while not (seen := look()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"Waited {patience:g} s in vain for {what}")
        time.sleep(0.02)
    return seen
