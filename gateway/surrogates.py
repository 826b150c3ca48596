"""Halves of a character: joined where a stream has cut it, and replaced where one is alone.

JSON can carry a character outside the basic plane as two surrogates. A provider may cut a stream
between them, a program a prompt. A half without the other is not text, and becomes U+FFFD.
"""

import json


def without_halves(body: bytes) -> bytes:
    """A JSON document in which no half of a character stands alone, as strict parsers want it.

    Raises:
        ValueError, RecursionError: it is not JSON in UTF-8.
    """
    # By itself json.loads takes UTF-16 as well, of which the limits of a body know nothing.
    text = json.dumps(json.loads(body.decode()), ensure_ascii=False)
    return _whole(text).encode()


class SurrogateJoiner:
    """Joins one text that arrives in pieces."""

    def __init__(self) -> None:
        self._held = ""

    def feed(self, piece: str) -> str:
        """The piece as whole characters; a first half at its end is kept for the next piece."""
        text = self._held + piece
        self._held = ""
        if text and "\ud800" <= text[-1] <= "\udbff":
            text, self._held = text[:-1], text[-1]
        if text.isascii():
            return text
        return _whole(text)


def _whole(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
