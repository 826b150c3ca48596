"""Tools that a request offers, and the calls of them that an answer makes."""

import json
from dataclasses import dataclass
from enum import Enum
from typing import Any

from gateway.sandbox.conversation import Turn
from gateway.sandbox.directives import Directive, ToolCall
from gateway.sandbox.json_schema import smallest_instance


class Choice(Enum):
    """Whether the model may or has to call a tool."""

    AUTO = "auto"
    NONE = "none"
    REQUIRED = "required"


@dataclass(frozen=True)
class Tool:
    """A tool that the client runs. Tools that the provider runs are not called here."""

    name: str
    schema: Any = None
    """The JSON Schema of its arguments."""
    takes_text: bool = False
    """It has one free text instead of arguments (OpenAI's custom tools)."""
    namespace: str | None = None
    """The group that it belongs to (OpenAI's responses)."""


@dataclass(frozen=True)
class Offer:
    """The tools of a request."""

    tools: tuple[Tool, ...] = ()
    choice: Choice = Choice.AUTO
    allowed: frozenset[str] | None = None
    """The names of the tools that may be called, None for all."""
    parallel: bool = True
    """Whether one answer may call several tools."""

    def find(self, name: str) -> Tool | None:
        """Give the tool of that name."""
        return next((tool for tool in self.tools if tool.name == name), None)

    def may_call(self, name: str) -> bool:
        """Tell whether the request allows a call of this tool."""
        return self.allowed is None or name in self.allowed


class ToolDirectiveError(Exception):
    """A directive names a tool that the request does not offer, or has arguments it cannot take."""


def calls_due(directive: Directive, turn: Turn, offer: Offer) -> tuple[ToolCall, ...]:
    """Give the calls that come next in this turn, none where the answer is a text.

    Without any tool there is none: programs also send the prompt without tools, to have a title
    made of it, and such a request is to have a text for an answer.

    Raises:
        ToolDirectiveError: the next tool of the directives cannot be called.
    """
    if not offer.tools or offer.choice is Choice.NONE:
        return ()
    due = _not_made_yet(directive.tools, turn)
    if "parallel" not in directive.modifiers or not offer.parallel:
        due = due[:1]
    for call in due:
        _check(call, offer)
    allowed = tuple(call for call in due if offer.may_call(call.name))
    if allowed or offer.choice is not Choice.REQUIRED:
        return allowed
    tool = next((tool for tool in offer.tools if offer.may_call(tool.name)), offer.tools[0])
    arguments = "" if tool.takes_text else smallest_instance(tool.schema or {"type": "object"})
    return (ToolCall(tool.name, arguments),)


def arguments_text(call: ToolCall) -> str:
    """Give a call's arguments as text: JSON, or the free text of a custom tool."""
    if isinstance(call.arguments, str):
        return call.arguments
    return as_json(call.arguments)


def as_json(value: Any) -> str:
    """Write JSON without blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _check(call: ToolCall, offer: Offer) -> None:
    tool = offer.find(call.name)
    if tool is None:
        offered = ", ".join(tool.name for tool in offer.tools)
        raise ToolDirectiveError(
            f"The sandbox directive names the tool {call.name!r}. Offered are: {offered}"
        )
    if not isinstance(call.arguments, dict) and not tool.takes_text:
        raise ToolDirectiveError(
            f"The sandbox directive has a text for the tool {call.name!r}, which takes an object"
        )


def _not_made_yet(wanted: tuple[ToolCall, ...], turn: Turn) -> tuple[ToolCall, ...]:
    """Drop the calls that the turn has, in their order.

    Names alone are compared: a program may write the arguments anew, and it may have put calls of
    its own between.
    """
    position = 0
    for made in turn.made:
        if position < len(wanted) and made.name == wanted[position].name:
            position += 1
    return wanted[position:]
