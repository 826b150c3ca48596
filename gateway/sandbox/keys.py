"""Which keys the stand-ins accept. The key itself says it, so that tests need no set-up."""

from enum import Enum

MINIMUM_LENGTH = 20


class KeyKind(Enum):
    """What a stand-in provider makes of a key."""

    MISSING = "missing"
    BAD = "bad"
    RESTRICTED = "restricted"
    """May generate, may not list models."""
    GOOD = "good"


def judge(key: str | None) -> KeyKind:
    """Judge a key by its text: `bad` and `restricted` within it mean what they say."""
    if not key:
        return KeyKind.MISSING
    printable = key.isascii() and key.isprintable() and " " not in key
    if not printable or len(key) < MINIMUM_LENGTH or "bad" in key.lower():
        return KeyKind.BAD
    return KeyKind.RESTRICTED if "restricted" in key.lower() else KeyKind.GOOD
