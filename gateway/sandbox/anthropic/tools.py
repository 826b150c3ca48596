"""Reads the tools of a request and the choice among them, as Anthropic does."""

import re

from gateway.sandbox.anthropic.errors import AnthropicErrors
from gateway.sandbox.errors import Json
from gateway.sandbox.tools import Choice, Offer, Tool

_NAME = re.compile(r"[a-zA-Z0-9_-]{1,128}")
_RUN_BY_CLIENT = re.compile(r"(bash|text_editor|computer|memory)_\d{8}")
"""Tools with a type of Anthropic's that the client runs; the others run at Anthropic."""
_CHOICES = {
    "auto": Choice.AUTO,
    "any": Choice.REQUIRED,
    "tool": Choice.REQUIRED,
    "none": Choice.NONE,
}


def read_offer(body: Json, errors: AnthropicErrors) -> Offer:
    """Read `tools` and `tool_choice`."""
    tools = body.get("tools") or ()
    read: list[Tool] = []
    for number, tool in enumerate(tools):
        kind = tool.get("type") or "custom"
        if kind == "custom":
            _check(tool, f"tools.{number}.custom", errors)
        if kind == "custom" or _RUN_BY_CLIENT.fullmatch(kind):
            read.append(Tool(tool["name"], tool.get("input_schema")))
    names = [tool.name for tool in read]
    if len(set(names)) < len(names):
        raise errors.invalid("tools: Tool names must be unique.")
    choice = body.get("tool_choice")
    if choice is None:
        return Offer(tuple(read))
    if not tools:
        raise errors.invalid("tool_choice may only be specified while providing tools")
    if choice["type"] not in _CHOICES:
        raise errors.invalid(
            f"tool_choice: Input tag '{choice['type']}' found using 'type' does not match any of "
            "the expected tags: 'auto', 'any', 'tool', 'none'"
        )
    allowed = frozenset({choice["name"]}) if choice["type"] == "tool" else None
    if allowed is not None and choice["name"] not in names:
        raise errors.invalid(f"Tool '{choice['name']}' not found in provided tools")
    if _CHOICES[choice["type"]] is Choice.REQUIRED and _thinks_by_budget(body):
        raise errors.invalid("Thinking may not be enabled when tool_choice forces tool use.")
    parallel = not choice.get("disable_parallel_tool_use")
    return Offer(tuple(read), _CHOICES[choice["type"]], allowed, parallel)


def _thinks_by_budget(body: Json) -> bool:
    return bool((body.get("thinking") or {}).get("type") == "enabled")


def _check(tool: Json, where: str, errors: AnthropicErrors) -> None:
    for name in ("name", "input_schema"):
        if name not in tool:
            raise errors.invalid(f"{where}.{name}: Field required")
    if not _NAME.fullmatch(tool["name"]):
        raise errors.invalid(f"{where}.name: String should match pattern '^{_NAME.pattern}$'")
    kind = tool["input_schema"].get("type")
    if kind is None:
        raise errors.invalid(f"{where}.input_schema.type: Field required")
    if kind != "object":
        raise errors.invalid(f"{where}.input_schema.type: Input should be 'object'")
