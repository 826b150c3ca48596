"""How long a health check takes while the gateway loads LiteLLM in a thread."""

import http.client
import json
import time

_PAUSE = 0.01
_PATIENCE = 60


def longest_health_check(port: int) -> float:
    """Begin a session, and check the gateway's health until LiteLLM is loaded.

    Returns the longest that an answer took, in seconds.
    """
    _call(port, "POST", "/session")
    deadline = time.monotonic() + _PATIENCE
    longest, state = 0.0, "cold"
    while state != "ready":
        if time.monotonic() > deadline:
            raise TimeoutError(f"LiteLLM is {state} after {_PATIENCE} s")
        begun = time.perf_counter()
        state = json.loads(_call(port, "GET", "/health"))["litellm"]
        longest = max(longest, time.perf_counter() - begun)
        time.sleep(_PAUSE)
    return longest


def _call(port: int, method: str, path: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    try:
        connection.request(method, path)
        return connection.getresponse().read()
    finally:
        connection.close()
