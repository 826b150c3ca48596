"""The answers of the stand-in providers: always the same one to the same question."""

import re
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from itertools import cycle

from gateway.sandbox.directives import Directive
from gateway.sandbox.texts import LONG_PARAGRAPH, THINKING

# Short tokens on purpose: they split words, and emoji of several code points.
_TOKEN = re.compile(r"\s?\w{1,4}|\s+|.", re.DOTALL)
_PIECE_SIZES = (1, 3, 2, 1, 5, 2, 4)
CACHED_SHARE = 0.75


class Ending(Enum):
    """Why an answer ends."""

    STOP = "stop"
    LENGTH = "length"
    FILTERED = "filtered"
    """The provider's filter cut it."""
    REFUSED = "refused"
    """The provider refused before the first token."""


@dataclass(frozen=True)
class Answer:
    """A whole answer with its token counts."""

    pieces: tuple[str, ...]
    reasoning: tuple[str, ...]
    """The reasoning that is shown, in pieces; empty where none is shown."""
    ending: Ending
    input_tokens: int
    """All input tokens, including the cached ones."""
    cached_tokens: int
    output_tokens: int
    """The text's tokens, without reasoning."""
    reasoning_tokens: int

    @property
    def text(self) -> str:
        """The answer's text."""
        return "".join(self.pieces)

    @property
    def reasoning_text(self) -> str:
        """The text of the reasoning."""
        return "".join(self.reasoning)

    def broken_off(self) -> "Answer":
        """Give the first half of this answer, as a provider's filter cuts it."""
        kept = self.pieces[: max(1, len(self.pieces) // 2)]
        tokens = len(tokenise("".join(kept)))
        return replace(self, pieces=kept, ending=Ending.FILTERED, output_tokens=tokens)

    def refused(self) -> "Answer":
        """Give the answer of a provider that refuses the question."""
        return replace(
            self,
            pieces=(),
            reasoning=(),
            ending=Ending.REFUSED,
            output_tokens=0,
            reasoning_tokens=0,
        )


@dataclass(frozen=True)
class Question:
    """What an answer depends on, in no wire format."""

    sample_answer: str
    directive: Directive
    input_text: str
    max_tokens: int | None
    thinks: bool = False
    """The model reasons, and counts the tokens, even if it does not show them."""
    shows_thinking: bool = False


@lru_cache(maxsize=64)
def tokenise(text: str) -> tuple[str, ...]:
    """Split a text into tokens. Joined, they give the text again."""
    return tuple(_TOKEN.findall(text))


def compose(question: Question) -> Answer:
    """Write the answer to a question."""
    modifiers = question.directive.modifiers
    shows = question.shows_thinking or "thinking" in modifiers
    thoughts = tokenise(THINKING) if shows or question.thinks else ()
    tokens = tokenise(_text(question))
    ending = Ending.STOP
    limits = (question.max_tokens, question.directive.number("limit"))
    limit = min((int(limit) for limit in limits if limit is not None), default=None)
    if limit is not None:
        # Reasoning tokens count against max_tokens. Here they use at most half of it, so that a
        # small limit still leaves some text to cut.
        thoughts = thoughts[: limit // 2]
        if len(thoughts) + len(tokens) > limit:
            tokens, ending = tokens[: limit - len(thoughts)], Ending.LENGTH
    input_tokens = 8 + len(tokenise(question.input_text))
    return Answer(
        pieces=_in_pieces(tokens),
        reasoning=_in_pieces(thoughts) if shows else (),
        ending=ending,
        input_tokens=input_tokens,
        cached_tokens=int(input_tokens * CACHED_SHARE) if "cached" in modifiers else 0,
        output_tokens=len(tokens),
        reasoning_tokens=len(thoughts),
    )


def topic(prompt: str) -> str:
    """Give a short part of the prompt without characters that are Markdown."""
    plain = " ".join(re.sub(r"[^\w\s.,:;?!'()-]", " ", prompt).split()).replace("_", " ")
    if len(plain) <= 60:
        return plain.rstrip(".:;,?! ") or "your question"
    return plain[:60].rsplit(" ", 1)[0].rstrip(".:;,?! ") + " …"


def _text(question: Question) -> str:
    directive = question.directive
    if "echo" in directive.modifiers:
        return directive.after
    text = question.sample_answer.replace("{topic}", topic(directive.rest))
    if "long" not in directive.modifiers:
        return text
    return _lengthen(text, int(directive.number("tokens") or 2000))


def _lengthen(text: str, tokens: int) -> str:
    parts, count = [text], len(tokenise(text))
    while count < tokens:
        paragraph = LONG_PARAGRAPH.replace("{n}", str(len(parts)))
        parts.append(paragraph)
        count += len(tokenise(paragraph))
    return "".join(tokenise("\n\n".join(parts))[:tokens])


def _in_pieces(tokens: tuple[str, ...]) -> tuple[str, ...]:
    pieces, position = [], 0
    for size in cycle(_PIECE_SIZES):
        if position >= len(tokens):
            break
        pieces.append("".join(tokens[position : position + size]))
        position += size
    return tuple(pieces)
