"""What OpenAI asks of a JSON Schema with `strict: true`."""

from typing import Any


def check_strict(schema: Any, context: tuple[str, ...] = ()) -> str | None:
    """Give OpenAI's words for the first thing that a strict schema may not have or lacks."""
    if not isinstance(schema, dict):
        return None
    where = f"In context=({', '.join(repr(name) for name in context)}{',' * (len(context) == 1)}),"
    properties = schema.get("properties")
    if schema.get("type") == "object" or properties is not None:
        if schema.get("additionalProperties") is not False:
            return f"{where} 'additionalProperties' is required to be supplied and to be false."
        required = set(schema.get("required") or ())
        for name in properties or {}:
            if name not in required:
                return (
                    f"{where} 'required' is required to be supplied and to be an array including "
                    f"every key in properties. Missing '{name}'."
                )
    for step, part in _parts(schema):
        problem = check_strict(part, (*context, *step))
        if problem is not None:
            return problem
    return None


def _parts(schema: dict[str, Any]) -> list[tuple[tuple[str, ...], Any]]:
    parts: list[tuple[tuple[str, ...], Any]] = []
    for name in ("properties", "$defs", "definitions"):
        parts += (((name, key), part) for key, part in (schema.get(name) or {}).items())
    if "items" in schema:
        parts.append((("items",), schema["items"]))
    for number, part in enumerate(schema.get("anyOf") or ()):
        parts.append((("anyOf", str(number)), part))
    return parts
