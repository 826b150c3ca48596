"""Reads the tools of a request and the choice among them, in both of OpenAI's forms.

Chat completions have a tool's fields within `function` or `custom`, responses have them beside
`type`.
"""

import re
from typing import Any

from gateway.sandbox.errors import Json
from gateway.sandbox.openai.errors import OpenAIErrors
from gateway.sandbox.openai.strict_schemas import check_strict
from gateway.sandbox.tools import Choice, Offer, Tool

_NAME = re.compile(r"[a-zA-Z0-9_-]{1,128}")
_CHOICES = ("none", "auto", "required")
_CALLED = ("function", "custom")
"""The types of tools that the client runs and that are known by a name of its own."""


def read_offer(body: Json, errors: OpenAIErrors, *, nested: bool) -> Offer:
    """Read `tools`, `tool_choice` and `parallel_tool_calls`."""
    tools = body.get("tools")
    # Chat completions refuse an empty list, and a choice where there is nothing to choose.
    if nested and tools is not None and not tools:
        raise errors.empty_array("tools")
    for name in ("tool_choice", "parallel_tool_calls"):
        if nested and not tools and body.get(name) is not None:
            raise errors.bad_value(f"'{name}' is only allowed when 'tools' are specified.", name)
    read = _read_tools(tools or (), errors, nested=nested)
    choice, allowed = _read_choice(body.get("tool_choice"), errors, nested=nested)
    known = {tool.name for tool in read}
    for name in sorted((allowed or set()) - known):
        raise errors.bad_value(
            f"Tool choice '{name}' not found in 'tools' parameter.", "tool_choice"
        )
    return Offer(read, choice, allowed, parallel=body.get("parallel_tool_calls") is not False)


def _read_tools(
    tools: Any, errors: OpenAIErrors, *, nested: bool, namespace: str | None = None
) -> tuple[Tool, ...]:
    read: list[Tool] = []
    for number, tool in enumerate(tools):
        kind = tool["type"]
        if nested and kind not in _CALLED:
            raise errors.unsupported(kind, _CALLED, f"tools[{number}].type")
        if kind == "namespace":
            read += _read_tools(tool["tools"], errors, nested=False, namespace=tool["name"])
        if kind not in _CALLED:
            continue  # run by the provider
        fields = tool[kind] if nested else tool
        where = f"tools[{number}].{kind}" if nested else f"tools[{number}]"
        if "name" not in fields:
            raise errors.missing(f"{where}.name")
        name, schema = str(fields["name"]), fields.get("parameters")
        if not _NAME.fullmatch(name):
            raise errors.bad_value(
                f"Invalid '{where}.name': string does not match pattern. Expected a string that "
                "matches the pattern '^[a-zA-Z0-9_-]+$'.",
                f"{where}.name",
                "invalid_value",
            )
        _check_parameters(name, schema, bool(fields.get("strict")), where, errors)
        read.append(Tool(name, schema, takes_text=kind == "custom", namespace=namespace))
    return tuple(read)


def _check_parameters(
    name: str, schema: Any, strict: bool, where: str, errors: OpenAIErrors
) -> None:
    if schema is None:
        return
    problem = check_strict(schema) if strict else None
    kind = schema.get("type", "object")
    if kind != "object":
        problem = f"schema must be a JSON Schema of 'type: \"object\"', got 'type: \"{kind}\"'."
    if problem is not None:
        raise errors.bad_value(
            f"Invalid schema for function '{name}': {problem}",
            f"{where}.parameters",
            "invalid_function_parameters",
        )


def _read_choice(
    choice: Any, errors: OpenAIErrors, *, nested: bool
) -> tuple[Choice, frozenset[str] | None]:
    if choice is None:
        return Choice.AUTO, None
    if isinstance(choice, str):
        if choice not in _CHOICES:
            raise errors.unsupported(choice, _CHOICES, "tool_choice")
        return Choice(choice), None
    kind = choice["type"]
    if kind in _CALLED:
        name = choice[kind]["name"] if nested else choice["name"]
        return Choice.REQUIRED, frozenset({name})
    if kind == "allowed_tools":
        fields = choice[kind] if nested else choice
        named = (tool.get(tool["type"], {}) if nested else tool for tool in fields["tools"])
        names = (str(tool["name"]) for tool in named if "name" in tool)
        return Choice(fields["mode"]), frozenset(names)
    return Choice.AUTO, None  # a tool that the provider runs
