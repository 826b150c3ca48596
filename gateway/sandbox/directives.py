"""Directives in a prompt: `[[sandbox: rate_limit retry_after=2 times=1]]`.

They are part of what the user has written since the last answer that was a text, so that a test
controls the stand-in through extension, gateway, LiteLLM and agents. A directive has faults
(`Fault`), modifiers (`MODIFIERS`), numbers (`NUMBERS`), `model=…` and tools. Any other word is
refused: a typing error would otherwise look like success.

    [[sandbox: tool=read_file {"path": "a.txt"} tool=list_files]] What is in it?

has these tools called one after the other, a call in each answer, and then a text that quotes what
they gave back. The arguments are JSON, brackets and all; `{}` may be left out. A tool that takes a
text has a JSON string. `parallel` has all of them called in one answer. `echo` says what the text
at the end is, where a fixed one is wanted.
"""

import json
import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

_OPENING = re.compile(r"\[\[\s*sandbox:", re.IGNORECASE)
_CLOSING = re.compile(r"\s*\]\]")
_WORD = re.compile(r"\s*(?P<word>[^\s\]]+)")
_TOOL = re.compile(r"\s*tool=(?P<name>[\w.:/-]+)(?P<arguments>\s*(?=\\?[{\"]))?")
_JSON = json.JSONDecoder()


class Fault(StrEnum):
    """The faults, by their names in a directive."""

    BAD_KEY = "bad_key"
    SUSPENDED = "suspended"
    """The account is closed. Gemini's message contains the whole key."""
    RESTRICTED = "restricted"
    """The key may not generate: 403."""
    NO_QUOTA = "no_quota"
    BILLING = "billing"
    """The provider's other error about payment (Anthropic: 402)."""
    SPEND_LIMIT = "spend_limit"
    """The spending limit that the person set is reached."""
    RATE_LIMIT = "rate_limit"
    OVERLOADED = "overloaded"
    CONTEXT_TOO_LONG = "context_too_long"
    CONTENT_BLOCKED = "content_blocked"
    """Refused before the first token."""
    CONTENT_FILTERED = "content_filtered"
    """Cut midway, with a finish reason that says so."""
    OUTPUT_BLOCKED = "output_blocked"
    """Cut midway by an error (Anthropic); elsewhere like `content_filtered`."""
    MODEL_GONE = "model_gone"
    BAD_REQUEST = "bad_request"
    SERVER_ERROR = "server_error"
    HTML = "html"
    """A 502 page of a proxy in front of the provider."""
    RESET = "reset"
    """A TCP reset before any byte."""
    HANG = "hang"
    """Never a byte."""
    HANG_MIDWAY = "hang_midway"
    CUT = "cut"
    """The connection is closed midway, and the body has no end."""
    TRUNCATED = "truncated"
    """The body ends properly, but midway: without finish reason or end mark."""
    ENDLESS = "endless"
    """The same pieces are repeated until the client leaves."""
    EMPTY = "empty"
    """Status 200 and an empty body."""
    MALFORMED = "malformed"
    """Broken JSON midway, followed by valid frames."""
    ERROR_MIDWAY = "error_midway"
    """The provider's own error within a stream; `overloaded` where nothing is streamed."""


_FAULTS = {fault.value: fault for fault in Fault}

BEFORE_MODEL = frozenset(
    {Fault.BAD_KEY, Fault.SUSPENDED, Fault.RESTRICTED, Fault.HTML, Fault.RESET, Fault.HANG}
)
"""Faults that come before the provider looks the model up, so for retired models too."""

DELIVERY = frozenset(
    {
        Fault.HANG_MIDWAY,
        Fault.CUT,
        Fault.TRUNCATED,
        Fault.ENDLESS,
        Fault.EMPTY,
        Fault.MALFORMED,
    }
)
"""Faults in the delivery of a good answer."""

MODIFIERS = frozenset({"slow", "long", "thinking", "cached", "echo", "parallel"})
"""Words that change a good answer. `parallel` has all tools called at once."""

NUMBERS = frozenset(
    {"times", "retry_after", "retry_after_date", "delay_ms", "wait_ms", "tokens", "limit"}
)
"""Options with a number. `limit` cuts the answer after so many tokens."""


@dataclass(frozen=True)
class ToolCall:
    """A tool to be called."""

    name: str
    arguments: Any
    """A JSON object, or the text of a tool that takes one."""


@dataclass(frozen=True)
class Directive:
    """The directives of a turn."""

    fault: Fault | None = None
    modifiers: frozenset[str] = frozenset()
    numbers: dict[str, float] = field(default_factory=dict)
    model: str | None = None
    """The only model that the fault applies to."""
    tools: tuple[ToolCall, ...] = ()
    unknown: tuple[str, ...] = ()
    source: str = ""
    """The texts that have the directives. It stays the same while a turn goes on."""
    rest: str = ""
    """The last text without its directives."""
    after: str = ""
    """What follows the last directive in its text, which `echo` answers with."""

    def number(self, name: str) -> float | None:
        """Give the value of an option, None where it is not given."""
        return self.numbers.get(name)

    def fault_for(self, model: str) -> Fault | None:
        """Give the fault, if it applies to this model."""
        return self.fault if self.model in {None, model} else None


def parse(*texts: str) -> Directive:
    """Read all directives of a turn's texts into one.

    What is said again in a later text counts once: a program may keep the prompt of a failed
    attempt, or have the prompt in two places. The fault of a later text replaces an earlier one.
    """
    found = Directive()
    seen: set[str] = set()
    for text in texts:
        found = _merged(found, _parse_text(text, seen))
    return found


def _parse_text(text: str, seen: set[str]) -> Directive:
    found, position = Directive(after=text), 0
    rest: list[str] = []
    here: set[str] = set()
    for opening in _OPENING.finditer(text):
        if opening.start() < position:
            continue  # within the arguments of a tool
        words = _Words(text, opening.end())
        if not words.closed:
            continue
        rest.append(text[position : opening.start()])
        position = words.end
        directive = text[opening.start() : position]
        here.add(directive)
        if directive not in seen:
            found = replace(found, tools=found.tools + tuple(words.tools))
            for word in words.plain:
                found = _add(found, word)
        # One blank or line break after a directive is not part of the text.
        found = replace(found, source=text, after=re.sub(r"\A(\r?\n| )", "", text[position:]))
    seen |= here
    return replace(found, rest="".join((*rest, text[position:])).strip())


class _Words:
    """The words between a directive's brackets."""

    def __init__(self, text: str, start: int) -> None:
        self.plain: list[str] = []
        self.tools: list[ToolCall] = []
        self.closed = False
        self.end = start
        while not self.closed:
            if closing := _CLOSING.match(text, self.end):
                self.closed, self.end = True, closing.end()
            elif tool := _TOOL.match(text, self.end):
                self._read_tool(text, tool)
            elif word := _WORD.match(text, self.end):
                self.plain.append(word["word"])
                self.end = word.end()
            else:
                return

    def _read_tool(self, text: str, tool: re.Match[str]) -> None:
        arguments: Any = {}
        self.end = tool.end()
        if tool["arguments"] is not None:
            try:
                arguments, self.end = _decoded(text, self.end)
            except ValueError:
                # Where the directive ends is not known, and the error must not be overlooked.
                self.plain.append(f"tool={tool['name']} with arguments that are no JSON")
                self.closed = True
        self.tools.append(ToolCall(tool["name"], arguments))


def _decoded(text: str, start: int) -> tuple[Any, int]:
    """Read JSON, and tell where it ends.

    Its quotes may be escaped once more: opencode does so with a prompt on its command line.
    """
    try:
        return _JSON.raw_decode(text, start)
    except ValueError:
        unescaped = text[start:].replace('\\"', '"')
        value, end = _JSON.raw_decode(unescaped)
        return value, start + end + unescaped.count('"', 0, end)


def _merged(earlier: Directive, later: Directive) -> Directive:
    return Directive(
        fault=later.fault or earlier.fault,
        modifiers=earlier.modifiers | later.modifiers,
        numbers={**earlier.numbers, **later.numbers},
        model=later.model or earlier.model,
        tools=earlier.tools + later.tools,
        unknown=earlier.unknown + later.unknown,
        source="\n".join(text for text in (earlier.source, later.source) if text),
        rest=later.rest or earlier.rest,
        after=later.after if later.source or not earlier.source else earlier.after,
    )


def _add(found: Directive, word: str) -> Directive:
    name, equals, value = word.partition("=")
    if not equals and name in _FAULTS and found.fault is None:
        return replace(found, fault=_FAULTS[name])
    if not equals and name in MODIFIERS:
        return replace(found, modifiers=found.modifiers | {name})
    if equals and name == "model":
        return replace(found, model=value)
    if equals and name in NUMBERS and re.fullmatch(r"\d+(\.\d+)?", value):
        return replace(found, numbers={**found.numbers, name: float(value)})
    return replace(found, unknown=(*found.unknown, word))
