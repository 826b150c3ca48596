"""What each SDK is asked to do, so that its tests say only how."""

from typing import Any

TASK = (
    '[[sandbox: tool=read_file {"path": "a.txt"} tool=edit {"path": "a.txt", "text": "ä"}]] '
    "Read it, then edit it."
)
"""Has both tools called, one after the other, and then a text that quotes what they gave."""

RETURNED = {"read_file": "its text", "edit": "edited"}
"""What the tools give back."""

DOT = "iVBORw0KGgo="
"""The beginning of a PNG, which is all that the stand-ins look at."""

MODELS = {
    "openai": "gpt-4.1",
    "anthropic": "claude-sonnet-4-6",
    "gemini": "gemini-2.5-pro",
}
"""A model of each provider that is no fixed model."""


def schema(*names: str) -> dict[str, Any]:
    """The JSON Schema of an object with these texts."""
    return {
        "type": "object",
        "properties": {name: {"type": "string"} for name in names},
        "required": [*names],
        "additionalProperties": False,
    }


ARGUMENTS = {"read_file": schema("path"), "edit": schema("path", "text")}
"""The tools, and the schemas of their arguments."""


class Files:
    """The two tools as functions, for SDKs that call them by themselves."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, ...]] = []

    def read_file(self, path: str) -> str:
        """Read a file."""
        self.calls.append(("read_file", path))
        return RETURNED["read_file"]

    def edit(self, path: str, text: str) -> str:
        """Replace a file's text."""
        self.calls.append(("edit", path, text))
        return RETURNED["edit"]

    def assert_done(self, answer: str | None) -> None:
        """Both were called as the task says, and the answer quotes what they gave back."""
        assert self.calls == [("read_file", "a.txt"), ("edit", "a.txt", "ä")]
        assert answer
        assert all(text in answer for text in RETURNED.values())
