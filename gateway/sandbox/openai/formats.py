"""Reads the format that an answer is to have: a text, any JSON, or JSON by a schema."""

from typing import Any

from gateway.sandbox.errors import Json
from gateway.sandbox.openai.errors import OpenAIErrors
from gateway.sandbox.openai.strict_schemas import check_strict

ANY_OBJECT: Json = {
    "type": "object",
    "properties": {"answer": {"type": "string"}},
    "required": ["answer"],
}
_TYPES = ("json_object", "json_schema", "text")


def read_schema(
    given: Any, param: str, input_text: str, errors: OpenAIErrors, *, nested: bool
) -> Json | None:
    """Give the JSON Schema of the answer, None where it is a text.

    Chat completions have the schema's fields within `json_schema`, responses beside `type`.
    """
    if given is None:
        return None
    kind = given["type"]
    if kind not in _TYPES:
        raise errors.unsupported(kind, _TYPES, f"{param}.type")
    if kind == "text":
        return None
    if kind == "json_object":
        if "json" not in input_text.lower():
            raise errors.bad_value(
                f"'messages' must contain the word 'json' in some form, to use '{param}' of type "
                "'json_object'.",
                "messages" if nested else "input",
            )
        return ANY_OBJECT
    if nested and "json_schema" not in given:
        raise errors.missing(f"{param}.json_schema")
    fields = given["json_schema"] if nested else given
    where = f"{param}.json_schema" if nested else param
    needed = ("name",) if nested else ("name", "schema")
    for name in needed:
        if name not in fields:
            raise errors.missing(f"{where}.{name}")
    schema: Json = fields.get("schema") or ANY_OBJECT
    problem = check_strict(schema) if fields.get("strict") else None
    if problem is not None:
        raise errors.bad_value(
            f"Invalid schema for response_format '{fields['name']}': {problem}",
            param,
            None if nested else "invalid_json_schema",
        )
    return schema
