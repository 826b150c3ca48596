"""How many generations a session or a token may have, how large and how old they may become.

The longest answers of the catalogue's models have 128,000 tokens: about half a MiB of text, and
twice as much again to find each piece of it.
"""

from datetime import timedelta

from gateway.errors import GatewayError, GenerationNotFound, ProviderTimeout

_MIB = 1024 * 1024

# Three providers side by side, and as many again.
MAX_RUNNING = 8
MAX_RUNNING_TIME = timedelta(hours=1)
MAX_ANSWER_BYTES = 4 * _MIB

# Finished ones: a day's work. The oldest are dropped first.
MAX_KEPT = 64
MAX_KEPT_BYTES = 16 * _MIB
MAX_KEPT_TIME = timedelta(hours=8)


def too_slow(provider: str, name: str) -> GatewayError:
    """The answer has not ended in the longest time that one may take."""
    return ProviderTimeout(
        f"{name} had not ended its answer after {MAX_RUNNING_TIME // timedelta(minutes=1)} "
        "minutes, so it was ended here. What came until then is kept.",
        provider=provider,
    )


def not_found() -> GatewayError:
    """There is no such generation, or it has been dropped."""
    return GenerationNotFound(
        f"This session has no such answer. It keeps finished ones for "
        f"{MAX_KEPT_TIME // timedelta(hours=1)} hours: the newest {MAX_KEPT}, "
        f"{MAX_KEPT_BYTES // _MIB} MiB in all."
    )
