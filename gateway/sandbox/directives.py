"""Directives in a prompt: `[[sandbox: rate_limit retry_after=2 times=1]]`.

They are part of the last user message, so that a test controls the stand-in through extension,
gateway and LiteLLM. A directive has faults (`Fault`), modifiers (`MODIFIERS`), numbers (`NUMBERS`)
and `model=…`. Any other word is refused: a typing error would otherwise look like success.
"""

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum

_DIRECTIVE = re.compile(r"\[\[\s*sandbox:(?P<words>[^\]]*)\]\]", re.IGNORECASE)


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

MODIFIERS = frozenset({"slow", "long", "thinking", "cached", "echo"})
"""Words that change a good answer."""

NUMBERS = frozenset(
    {"times", "retry_after", "retry_after_date", "delay_ms", "wait_ms", "tokens", "limit"}
)
"""Options with a number. `limit` cuts the answer after so many tokens."""


@dataclass(frozen=True)
class Directive:
    """The directives of a prompt."""

    fault: Fault | None = None
    modifiers: frozenset[str] = frozenset()
    numbers: dict[str, float] = field(default_factory=dict)
    model: str | None = None
    """The only model that the fault applies to."""
    unknown: tuple[str, ...] = ()
    rest: str = ""
    """The prompt without its directives."""
    after: str = ""
    """The text after the last directive, which `echo` answers with."""

    def number(self, name: str) -> float | None:
        """Give the value of an option, None where it is not given."""
        return self.numbers.get(name)

    def fault_for(self, model: str) -> Fault | None:
        """Give the fault, if it applies to this model."""
        return self.fault if self.model in {None, model} else None


def parse(prompt: str) -> Directive:
    """Read all directives of a prompt into one."""
    found = Directive(rest=_DIRECTIVE.sub("", prompt).strip(), after=prompt)
    for match in _DIRECTIVE.finditer(prompt):
        for word in match["words"].split():
            found = _add(found, word)
        # One blank or line break after a directive is not part of the text.
        found = replace(found, after=re.sub(r"\A(\r?\n| )", "", prompt[match.end() :]))
    return found


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
