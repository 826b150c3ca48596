"""Answers of any length, each of one kind, since kinds differ in what they cost to render."""

from collections.abc import Callable, Iterator
from itertools import count

CHARACTERS_PER_TOKEN = 4
"""The providers' own rule of thumb for English prose."""

_SENTENCES = (
    "A gatehouse guards the **one way in**, and all who pass it are seen.",
    "It had a portcullis, murder holes, and a room for the porter who kept `the_keys`.",
    "Some of them *outlived* the castle that they were built for.",
    "Read more of it in [this list](https://example.org/gatehouses?page=3).",
)


def _prose(number: int) -> str:
    """Headings, paragraphs, a list, a table and code in turns, as answers mostly are."""
    shapes = (
        f"## Part {number}\n\n{_SENTENCES[0]} {_SENTENCES[2]}",
        f"{_SENTENCES[1]} {_SENTENCES[3]} {_SENTENCES[0]}",
        f"- {_SENTENCES[0]}\n- {_SENTENCES[1]}\n- {_SENTENCES[2]}",
        f"| Part | Height |\n|---|--:|\n| Tower | {number} m |\n| Gate | 4 m |",
        f"```python\ndef part_{number}(height: int) -> int:\n    return height * {number}\n```",
        f"> {_SENTENCES[2]}\n\n1. {_SENTENCES[1]}\n2. {_SENTENCES[0]}",
    )
    return shapes[number % len(shapes)] + "\n\n"


KINDS: dict[str, tuple[str, Callable[[int], str], str]] = {
    "prose": ("", _prose, ""),
    "one paragraph": ("", lambda n: _SENTENCES[n % 4] + " ", ""),
    "one list": ("", lambda n: f"- {_SENTENCES[n % 4]}\n", ""),
    "one table": (
        "| Number | Name | Note |\n|--:|---|---|\n",
        lambda n: f"| {n} | **Gate** {n} | `key_{n}` |\n",
        "",
    ),
    "one block of code": (
        "```python\n",
        lambda n: f'def gate_{n}(key: str) -> bool:\n    return key == "{n}"  # and no other\n\n',
        "```",
    ),
    "one quotation": ("", lambda n: f"> {_SENTENCES[n % 4]}\n", ""),
    "brackets": ("", lambda n: "[" * 40, ""),
    "asterisks": ("", lambda n: "**a *b ", ""),
    "arrows": ("", lambda n: ">" * 40, ""),
    "one word": ("", lambda n: "kR7xQ2mZ9p", ""),
}
"""Each kind: how it begins, its n-th piece, and how it ends."""


def answer(kind: str, tokens: int) -> str:
    """Write an answer of that kind, about so many tokens long."""
    opening, piece, ending = KINDS[kind]
    return opening + "".join(_as_long_as(tokens * CHARACTERS_PER_TOKEN, piece)) + ending


def _as_long_as(characters: int, piece: Callable[[int], str]) -> Iterator[str]:
    for number in count():
        if characters <= 0:
            return
        text = piece(number)
        characters -= len(text)
        yield text
