"""Which keys the stand-in providers accept. It depends on the key alone: tests need no set-up."""

from enum import Enum

from aiohttp import web

MINIMUM_LENGTH = 20


class KeyKind(Enum):
    """How a stand-in provider treats a key."""

    MISSING = "missing"
    BAD = "bad"
    RESTRICTED = "restricted"
    """May generate, may not list models."""
    GOOD = "good"


def classify(key: str | None) -> KeyKind:
    """Tell the kind of a key, which may contain `bad` or `restricted`."""
    if not key:
        return KeyKind.MISSING
    printable = key.isascii() and key.isprintable() and " " not in key
    if not printable or len(key) < MINIMUM_LENGTH or "bad" in key.lower():
        return KeyKind.BAD
    return KeyKind.RESTRICTED if "restricted" in key.lower() else KeyKind.GOOD


def bearer_token(request: web.Request) -> str | None:
    """Give the bearer token of a request."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else None
