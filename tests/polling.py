"""Polling, for what neither Playwright nor a process reports."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

TIMEOUT = 20.0
"""Seconds until a wait fails. Generous, since the machine may be busy."""


def wait_until(look: Callable[[], T], what: str, patience: float = TIMEOUT) -> T:
    """Call `look` until what it gives is true, and give that. `what` names it in the error."""
    deadline = time.monotonic() + patience
    while not (seen := look()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"Waited {patience:g} s in vain for {what}")
        time.sleep(0.02)
    return seen
