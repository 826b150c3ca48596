"""The answers of the stand-in providers: always the same one to the same question."""

import json
import re
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from itertools import cycle

from gateway.sandbox.conversation import MadeCall
from gateway.sandbox.directives import Directive, ToolCall
from gateway.sandbox.errors import Json
from gateway.sandbox.json_schema import smallest_instance
from gateway.sandbox.texts import LONG_PARAGRAPH, THINKING
from gateway.sandbox.tools import arguments_text

# Short tokens on purpose: they split words, and emoji of several code points.
_TOKEN = re.compile(r"\s?\w{1,4}|\s+|.", re.DOTALL)
_PIECE_SIZES = (1, 3, 2, 1, 5, 2, 4)
CACHED_SHARE = 0.75
PICTURE_TOKENS = 258
_FILE_TOKENS = 516
_LONGEST_QUOTE = 200
"""Characters of a tool's result that an answer quotes."""


class Ending(Enum):
    """Why an answer ends."""

    STOP = "stop"
    LENGTH = "length"
    FILTERED = "filtered"
    """The provider's filter cut it."""
    REFUSED = "refused"
    """The provider refused before the first token."""
    TOOLS = "tools"
    """It calls tools, and goes on when their results are there."""


@dataclass(frozen=True)
class WrittenCall:
    """A call of a tool with its arguments as text, in pieces."""

    name: str
    pieces: tuple[str, ...]

    @property
    def arguments(self) -> str:
        """The arguments as text."""
        return "".join(self.pieces)


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
    calls: tuple[WrittenCall, ...] = ()
    """The tools that it calls instead of a text."""
    stop_text: str | None = None
    """The text of the request's stop texts that ended it."""

    @property
    def piece_count(self) -> int:
        """How many pieces text and calls have."""
        return len(self.pieces) + sum(len(call.pieces) for call in self.calls)

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
        return replace(self, pieces=kept, calls=(), ending=Ending.FILTERED, output_tokens=tokens)

    def refused(self) -> "Answer":
        """Give the answer of a provider that refuses the question."""
        return replace(
            self,
            pieces=(),
            reasoning=(),
            calls=(),
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
    calls: tuple[ToolCall, ...] = ()
    """The tools to be called now."""
    made: tuple[MadeCall, ...] = ()
    """The calls of this turn so far."""
    schema: Json | None = None
    """What the answer's JSON has to fit; None for a text."""
    stop: tuple[str, ...] = ()
    pictures: int = 0
    files: int = 0


@lru_cache(maxsize=64)
def tokenise(text: str) -> tuple[str, ...]:
    """Split a text into tokens. Joined, they give the text again."""
    return tuple(_TOKEN.findall(text))


def compose(question: Question) -> Answer:
    """Write the answer to a question."""
    modifiers = question.directive.modifiers
    shows = question.shows_thinking or "thinking" in modifiers
    thoughts = tokenise(THINKING) if shows or question.thinks else ()
    calls = tuple(
        WrittenCall(call.name, _in_pieces(tokenise(arguments_text(call))))
        for call in question.calls
    )
    text, stop_text = _stopped("" if calls else _text(question), question.stop)
    tokens, ending = tokenise(text), Ending.TOOLS if calls else Ending.STOP
    limits = (question.max_tokens, question.directive.number("limit"))
    limit = min((int(limit) for limit in limits if limit is not None), default=None)
    if limit is not None:
        # Reasoning tokens count against max_tokens. Here they use at most half of it, so that a
        # small limit still leaves some text to cut.
        thoughts = thoughts[: limit // 2]
        if len(thoughts) + len(tokens) > limit:
            tokens, ending, stop_text = tokens[: limit - len(thoughts)], Ending.LENGTH, None
    input_tokens = count_input(question)
    return Answer(
        pieces=_in_pieces(tokens),
        reasoning=_in_pieces(thoughts) if shows else (),
        ending=ending,
        input_tokens=input_tokens,
        cached_tokens=int(input_tokens * CACHED_SHARE) if "cached" in modifiers else 0,
        output_tokens=len(tokens) + sum(len(tokenise(call.arguments)) + 8 for call in calls),
        reasoning_tokens=len(thoughts),
        calls=calls,
        stop_text=stop_text,
    )


def count_input(question: Question) -> int:
    """Count the tokens of all that was sent."""
    attached = question.pictures * PICTURE_TOKENS + question.files * _FILE_TOKENS
    return 8 + len(tokenise(question.input_text)) + attached


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
    if question.schema is not None:
        return json.dumps(smallest_instance(question.schema), ensure_ascii=False)
    if question.made:
        return "\n\n".join(_quoted(call) for call in question.made)
    text = question.sample_answer.replace("{topic}", topic(directive.rest)) + _attached(question)
    if "long" not in directive.modifiers:
        return text
    return _lengthen(text, int(directive.number("tokens") or 2000))


def _quoted(call: MadeCall) -> str:
    """Say what a tool gave back, on one line."""
    result = " ".join(call.result.split())
    if len(result) > _LONGEST_QUOTE:
        result = f"{result[:_LONGEST_QUOTE]} …"
    return f"{call.name} returned: {result or '(nothing)'}"


def _attached(question: Question) -> str:
    """Say how many pictures and files came with the question."""
    counts = (question.pictures, "picture"), (question.files, "file")
    named = [f"{n} {name}{'s' if n > 1 else ''}" for n, name in counts if n]
    return f"\nAttached: {', '.join(named)}.\n" if named else ""


def _stopped(text: str, stop: tuple[str, ...]) -> tuple[str, str | None]:
    """Cut a text before the first of the stop texts, and tell which one that is."""
    found = [(text.find(one), one) for one in stop if one in text]
    if not found:
        return text, None
    at, which = min(found)
    return text[:at], which


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
