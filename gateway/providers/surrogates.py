"""Halves of a character that a stream has cut, joined again.

JSON can carry a character outside the basic plane as two surrogates, and a provider may cut a
stream between them. A half without the other is not text, and becomes U+FFFD.
"""


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
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
