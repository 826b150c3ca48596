"""Reads the tools of a request and the choice among them, as Gemini does."""

import re
from typing import Any

from gateway.sandbox.errors import Json
from gateway.sandbox.gemini.errors import GeminiErrors
from gateway.sandbox.gemini.fields import camel_fields, read_fields
from gateway.sandbox.tools import Choice, Offer, Tool

# fmt: off
_TOOL = frozenset({
    "codeExecution", "computerUse", "fileSearch", "functionDeclarations", "googleMaps",
    "googleSearch", "googleSearchRetrieval", "mcpServers", "urlContext",
})
_DECLARATION = frozenset({
    "behavior", "description", "name", "parameters", "parametersJsonSchema", "response",
    "responseJsonSchema",
})
_SCHEMA = frozenset({
    "additionalProperties", "anyOf", "default", "defs", "description", "enum", "example",
    "format", "items", "maxItems", "maxLength", "maxProperties", "maximum", "minItems",
    "minLength", "minProperties", "minimum", "nullable", "pattern", "properties",
    "propertyOrdering", "ref", "required", "title", "type",
})
# fmt: on
_NAME = re.compile(r"[a-zA-Z_][\w.:-]{0,127}", re.ASCII)
_MODES = {
    "MODE_UNSPECIFIED": Choice.AUTO,
    "AUTO": Choice.AUTO,
    "VALIDATED": Choice.AUTO,
    "ANY": Choice.REQUIRED,
    "NONE": Choice.NONE,
}


def read_offer(body: Json, errors: GeminiErrors) -> Offer:
    """Read `tools` and `toolConfig`."""
    read: list[Tool] = []
    tools = body.get("tools") or []
    for number, tool in enumerate(tools if isinstance(tools, list) else [tools]):
        where = f"tools[{number}]"
        fields = read_fields(tool, _TOOL, where, errors)
        for place, declared in enumerate(fields.get("functionDeclarations") or ()):
            at = f"{where}.function_declarations[{place}]"
            read.append(_declaration(declared, at, errors))
    config = camel_fields(camel_fields(body.get("toolConfig")).get("functionCallingConfig"))
    mode = str(config.get("mode") or "AUTO").upper()
    if mode not in _MODES:
        where = "tool_config.function_calling_config.mode"
        raise errors.bad_value(
            where, "type.googleapis.com/google.ai.generativelanguage.v1beta.FunctionCallingConfig."
            "Mode", f'"{mode}"',
        )  # fmt: skip
    names = config.get("allowedFunctionNames")
    allowed = frozenset(map(str, names)) if names else None
    unknown = (allowed or frozenset()) - {tool.name for tool in read}
    if unknown:
        raise errors.invalid(
            "* GenerateContentRequest.tool_config.function_calling_config.allowed_function_names: "
            f"there is no function declaration for: {', '.join(sorted(unknown))}\n"
        )
    return Offer(tuple(read), _MODES[mode], allowed)


def check_schema(schema: Any, where: str, errors: GeminiErrors) -> None:
    """Refuse what Gemini's own kind of schema does not have; it is a part of JSON Schema."""
    if not isinstance(schema, dict):
        return
    fields = read_fields(schema, _SCHEMA, where, errors)
    for name, part in (fields.get("properties") or {}).items():
        check_schema(part, f"{where}.properties[{name}].value", errors)
    check_schema(fields.get("items"), f"{where}.items", errors)
    for number, part in enumerate(fields.get("anyOf") or ()):
        check_schema(part, f"{where}.any_of[{number}]", errors)


def _declaration(declared: Any, where: str, errors: GeminiErrors) -> Tool:
    fields = read_fields(declared, _DECLARATION, where, errors)
    name = str(fields.get("name") or "")
    if not _NAME.fullmatch(name):
        raise errors.invalid(
            f"* GenerateContentRequest.{where}.name: Invalid function name. Must start with a "
            "letter or an underscore. Must be alphanumeric (a-z, A-Z, 0-9), underscores (_), dots "
            "(.), colons (:), or dashes (-), with a maximum length of 128.\n"
        )
    check_schema(fields.get("parameters"), f"{where}.parameters", errors)
    return Tool(name, fields.get("parametersJsonSchema") or fields.get("parameters"))
