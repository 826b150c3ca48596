"""Directives in a prompt: `[[sandbox: rate_limit retry_after=2 times=1]]`.

They stand in the text of the last user message, so that a test steers the stand-in through
everything that lies between: extension, gateway and LiteLLM alike. Words are faults (`Fault`) or
steers (`STEERS`); options are numbers (`NUMBERS`) or `model=…`. A word that is none of these is
refused, since a typing error would otherwise pass as success.
"""

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum

_DIRECTIVE = re.compile(r"\[\[\s*sandbox:(?P<words>[^\]]*)\]\]", re.IGNORECASE)


class Fault(StrEnum):
    """What can go wrong on demand. The values are the words of the directive."""

    BAD_KEY = "bad_key"
    SUSPENDED = "suspended"
    """The account behind the key is closed; Gemini's message then holds the whole key."""
    RESTRICTED = "restricted"
    """The key may not generate: 403."""
    NO_QUOTA = "no_quota"
    BILLING = "billing"
    """The provider's other way to say that nothing is paid (Anthropic: 402)."""
    SPEND_LIMIT = "spend_limit"
    """A limit that the person set."""
    RATE_LIMIT = "rate_limit"
    OVERLOADED = "overloaded"
    CONTEXT_TOO_LONG = "context_too_long"
    CONTENT_BLOCKED = "content_blocked"
    """Refused before the first word."""
    CONTENT_FILTERED = "content_filtered"
    """Broken off in mid-answer, with a finish reason that says so."""
    OUTPUT_BLOCKED = "output_blocked"
    """Broken off in mid-answer by an error (Anthropic); elsewhere like `content_filtered`."""
    MODEL_GONE = "model_gone"
    BAD_REQUEST = "bad_request"
    SERVER_ERROR = "server_error"
    HTML = "html"
    """A 502 page of a proxy in between."""
    RESET = "reset"
    """A TCP reset before any byte."""
    HANG = "hang"
    """Never a byte."""
    HANG_MIDWAY = "hang_midway"
    CUT = "cut"
    """The connection is closed midway; the body stays without its end."""
    TRUNCATED = "truncated"
    """A well-ended body without finish reason or end mark."""
    ENDLESS = "endless"
    """The same pieces again and again, until the client leaves."""
    EMPTY = "empty"
    """Status 200 and nothing."""
    MALFORMED = "malformed"
    """A broken piece of JSON midway; what follows is good again."""
    ERROR_MIDWAY = "error_midway"
    """The provider's own error within a stream; for a plain answer the same as `overloaded`."""


_FAULTS = {fault.value: fault for fault in Fault}

FRONT_DOOR = frozenset(
    {Fault.BAD_KEY, Fault.SUSPENDED, Fault.RESTRICTED, Fault.HTML, Fault.RESET, Fault.HANG}
)
"""Faults that strike before the provider looks at the model, so for a retired one as well."""

TRANSPORT = frozenset(
    {
        Fault.HANG_MIDWAY,
        Fault.CUT,
        Fault.TRUNCATED,
        Fault.ENDLESS,
        Fault.EMPTY,
        Fault.MALFORMED,
    }
)
"""Faults that break the delivery of a good answer, plain or streamed."""

STEERS = frozenset({"slow", "long", "thinking", "cached", "echo"})
"""Words that shape a good answer."""

NUMBERS = frozenset(
    {"times", "retry_after", "retry_after_date", "delay_ms", "wait_ms", "tokens", "limit"}
)
"""Options that take a number (`limit` cuts the answer after so many tokens); only `model` takes a
word."""


@dataclass(frozen=True)
class Directive:
    """What a prompt asks of the stand-in. Without a directive: nothing."""

    fault: Fault | None = None
    steers: frozenset[str] = frozenset()
    numbers: dict[str, float] = field(default_factory=dict)
    model: str | None = None
    """Strike only when this model is asked."""
    unknown: tuple[str, ...] = ()
    rest: str = ""
    """The prompt without its directives."""
    after: str = ""
    """What follows the last directive: the text that `echo` answers with."""

    def number(self, name: str) -> float | None:
        """Give an option's value, None where it was not written."""
        return self.numbers.get(name)

    def fault_for(self, model: str) -> Fault | None:
        """Give the fault that is meant for this model."""
        return self.fault if self.model in {None, model} else None


def parse(prompt: str) -> Directive:
    """Read all directives of a prompt as if they were one."""
    found = Directive(rest=_DIRECTIVE.sub("", prompt).strip(), after=prompt)
    for match in _DIRECTIVE.finditer(prompt):
        for word in match["words"].split():
            found = _add(found, word)
        # One blank or line break parts directive and text; it belongs to neither.
        found = replace(found, after=re.sub(r"\A(\r?\n| )", "", prompt[match.end() :]))
    return found


def _add(found: Directive, word: str) -> Directive:
    name, equals, value = word.partition("=")
    if not equals and name in _FAULTS and found.fault is None:
        return replace(found, fault=_FAULTS[name])
    if not equals and name in STEERS:
        return replace(found, steers=found.steers | {name})
    if equals and name == "model":
        return replace(found, model=value)
    if equals and name in NUMBERS and re.fullmatch(r"\d+(\.\d+)?", value):
        return replace(found, numbers={**found.numbers, name: float(value)})
    return replace(found, unknown=(*found.unknown, word))
