"""The messages of a request in no wire format, and its current turn."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum


class Role(Enum):
    """Who has written a message."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"
    TOOL = "tool"
    """Carries results of tools and nothing else."""


@dataclass(frozen=True)
class PastCall:
    """A call of a tool in an earlier answer."""

    id: str
    name: str
    arguments: str = ""


@dataclass(frozen=True)
class ToolResult:
    """What a tool gave back for a call."""

    call_id: str
    text: str


@dataclass(frozen=True)
class Message:
    """One message."""

    role: Role
    texts: tuple[str, ...] = ()
    """Its parts that are text."""
    calls: tuple[PastCall, ...] = ()
    results: tuple[ToolResult, ...] = ()
    pictures: int = 0
    files: int = 0


@dataclass(frozen=True)
class MadeCall:
    """A call of the current turn that has its result."""

    name: str
    result: str


@dataclass(frozen=True)
class Turn:
    """What has come since the last answer that was a text."""

    prompts: tuple[str, ...] = ()
    """The texts of the user, in order. Programs add texts of their own to what a person wrote."""
    made: tuple[MadeCall, ...] = ()


def current_turn(messages: Sequence[Message]) -> Turn:
    """Find the turn that the next answer belongs to.

    An answer that calls tools does not end a turn: its results come next, and then more of the same
    answer. What a message of the assistant at the end begins (a prefill) belongs to the turn too.
    """
    start, end = turn_bounds(messages)
    turn = messages[start:end]
    results = {result.call_id: result.text for message in turn for result in message.results}
    return Turn(
        prompts=tuple(text for one in turn if one.role is Role.USER for text in one.texts),
        made=tuple(
            MadeCall(call.name, results[call.id])
            for message in turn
            for call in message.calls
            if call.id in results
        ),
    )


def turn_bounds(messages: Sequence[Message]) -> tuple[int, int]:
    """Give where the current turn begins and ends."""
    end = len(messages)
    while end and _closes(messages, end - 1):
        end -= 1
    return next((n + 1 for n in reversed(range(end)) if _closes(messages, n)), 0), end


def all_text(messages: Sequence[Message]) -> str:
    """Give all text of the messages, for counting tokens."""
    texts: list[str] = []
    for message in messages:
        texts += message.texts
        texts += (f"{call.name} {call.arguments}" for call in message.calls)
        texts += (result.text for result in message.results)
    return "\n".join(texts)


def _closes(messages: Sequence[Message], number: int) -> bool:
    """Tell whether this message is an answer without calls, and no more of it follows."""
    message = messages[number]
    if message.role is not Role.ASSISTANT or message.calls:
        return False
    following = messages[number + 1 : number + 2]
    return not any(one.role is Role.ASSISTANT and one.calls for one in following)
