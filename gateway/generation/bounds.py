"""How many generations a session or a token may have, how large and how old they may become.

The longest answers that the models of the catalogue give have 128,000 tokens: about half a MiB of
text, and twice as much again to find each piece of it. Nobody waits an hour for one.
"""

from datetime import timedelta

from gateway.errors import AnswerTooLarge, GatewayError, GenerationNotFound, ProviderTimeout

_MIB = 1024 * 1024

# Three providers side by side, and as many again.
MAX_RUNNING = 8
MAX_RUNNING_TIME = timedelta(hours=1)
MAX_ANSWER_BYTES = 4 * _MIB
# A plain answer is one piece of JSON, and cannot be bounded once it is read. The longest streams,
# 128,000 tokens at 350 bytes each, stay below.
MAX_RESPONSE_BYTES = 64 * _MIB

# Finished ones: a day's work. The oldest go first.
MAX_KEPT = 64
MAX_KEPT_BYTES = 16 * _MIB
MAX_KEPT_TIME = timedelta(hours=8)


def too_large(provider: str, name: str) -> GatewayError:
    """The provider writes on and on."""
    return AnswerTooLarge(
        f"{name}'s answer grew beyond {MAX_ANSWER_BYTES // _MIB} MiB and was ended there. "
        "What came until then is kept.",
        provider=provider,
    )


def too_slow(provider: str, name: str) -> GatewayError:
    """The provider has not ended its answer in the longest time there is."""
    return ProviderTimeout(
        f"{name} had not ended its answer after {MAX_RUNNING_TIME // timedelta(minutes=1)} "
        "minutes, so it was ended here. What came until then is kept.",
        provider=provider,
    )


def not_found() -> GatewayError:
    """There is no such generation, or there is none any more."""
    return GenerationNotFound(
        f"This session has no such answer. It keeps finished ones for "
        f"{MAX_KEPT_TIME // timedelta(hours=1)} hours: the newest {MAX_KEPT}, "
        f"{MAX_KEPT_BYTES // _MIB} MiB in all."
    )
