"""What a compacted conversation keeps of its current turn.

The provider keeps the turn in encrypted form. So that directives hold across a compaction, this one
keeps it too: in base64, which is opaque enough here.
"""

import base64
import json

from gateway.sandbox.conversation import Message, PastCall, Role, ToolResult, Turn

_START = "gAAAAAB"


def packed(turn: Turn) -> str:
    """Write a turn as the content of a compaction."""
    made = [[call.name, call.result] for call in turn.made]
    text = json.dumps({"prompts": turn.prompts, "made": made})
    return _START + base64.urlsafe_b64encode(text.encode()).decode()


def unpacked(content: str, before: list[Message]) -> list[Message]:
    """Give the messages that a compaction stands for; those before it begin no turn again."""
    try:
        kept = json.loads(base64.urlsafe_b64decode(content.removeprefix(_START)))
    except ValueError:
        return []
    made = list(enumerate(kept["made"]))
    calls = tuple(PastCall(f"call_{n}", name) for n, (name, _) in made)
    results = tuple(ToolResult(f"call_{n}", result) for n, (_, result) in made)
    messages = [Message(Role.USER, tuple(kept["prompts"]))]
    if made:
        messages += [Message(Role.ASSISTANT, calls=calls), Message(Role.TOOL, results=results)]
    return [Message(Role.ASSISTANT), *messages] if before else messages
