"""Makes the smallest JSON value that fits a JSON Schema, for answers and for arguments of tools."""

from typing import Any

_DEEPEST = 6
"""Deeper than this, a schema that refers to itself is given its shortest alternative."""

_LONGEST = 10_000
"""Items and characters that a schema may ask for; more would be no small instance."""

_FORMATS = {
    "date-time": "2026-01-01T00:00:00Z",
    "date": "2026-01-01",
    "time": "00:00:00Z",
    "duration": "P1D",
    "email": "someone@example.com",
    "hostname": "example.com",
    "ipv4": "127.0.0.1",
    "ipv6": "::1",
    "uri": "https://example.com/",
    "uuid": "00000000-0000-4000-8000-000000000000",
}
_PLAIN: dict[str, Any] = {"null": None, "boolean": False, "integer": 0, "number": 0, "string": ""}


class InvalidSchemaError(Exception):
    """A request has a schema that is none."""


def smallest_instance(schema: Any) -> Any:
    """Give a value that fits the schema: what is required, and nothing else.

    `pattern` is left alone. Gemini's type names in capitals are understood.

    Raises:
        InvalidSchemaError: it is no JSON Schema.
    """
    try:
        return _instance(schema, schema, 0)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise InvalidSchemaError(f"Invalid schema: {error}") from error


def _instance(schema: Any, root: Any, depth: int) -> Any:
    if not isinstance(schema, dict):
        return {}
    schema = _resolved(schema, root)
    if "const" in schema:
        return schema["const"]
    if schema.get("enum"):
        return schema["enum"][0]
    for name in ("anyOf", "oneOf"):
        if alternatives := schema.get(name):
            base = {key: value for key, value in schema.items() if key != name}
            return _instance(_merged(base, _pick(alternatives, root, depth)), root, depth + 1)
    kind = _kind(schema)
    if kind == "object":
        return _object(schema, root, depth)
    if kind == "array":
        count = _length(schema, "minItems") if depth < _DEEPEST else 0
        firsts = list(schema.get("prefixItems", ()))[:count]
        rest = [schema.get("items", {})] * (count - len(firsts))
        return [_instance(item, root, depth + 1) for item in (*firsts, *rest)]
    if kind == "string":
        text = _FORMATS.get(str(schema.get("format")), "")
        return text.ljust(_length(schema, "minLength"), "x")
    if kind in {"integer", "number"}:
        return _number(schema, kind)
    return _PLAIN[kind]


def _length(schema: dict[str, Any], name: str) -> int:
    length = int(schema.get(name) or 0)
    if length > _LONGEST:
        raise ValueError(f"{name} is {length}")
    return length


def _resolved(schema: dict[str, Any], root: Any) -> dict[str, Any]:
    """Follow `$ref`, and put the parts of `allOf` together."""
    followed = 0
    while isinstance(reference := schema.get("$ref"), str) and followed < _DEEPEST:
        followed += 1
        target = root
        for name in reference.removeprefix("#").split("/")[1:]:
            name = name.replace("~1", "/").replace("~0", "~")
            target = target.get(name, {}) if isinstance(target, dict) else {}
        beside = {key: value for key, value in schema.items() if key != "$ref"}
        schema = {**(target if isinstance(target, dict) else {}), **beside}
    for part in schema.get("allOf", ()):
        merged = _merged({k: v for k, v in schema.items() if k != "allOf"}, part)
        schema = {**_resolved(merged, root), "allOf": ()}
    return schema


def _merged(schema: dict[str, Any], part: Any) -> dict[str, Any]:
    if not isinstance(part, dict):
        return schema
    merged = {**schema, **part}
    if "properties" in schema and "properties" in part:
        merged["properties"] = {**schema["properties"], **part["properties"]}
    if "required" in schema and "required" in part:
        merged["required"] = [*schema["required"], *part["required"]]
    return merged


def _pick(alternatives: list[Any], root: Any, depth: int) -> Any:
    """Take the first alternative, or the plainest one where the schema refers to itself."""
    if depth < _DEEPEST:
        return alternatives[0]
    plain = [one for one in alternatives if _kind(_resolved(one, root)) not in {"object", "array"}]
    return (plain or alternatives)[0]


def _kind(schema: dict[str, Any]) -> str:
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = kind[0] if kind else None
    if isinstance(kind, str) and kind.lower() in {*_PLAIN, "object", "array"}:
        return kind.lower()
    if "items" in schema or "prefixItems" in schema:
        return "array"
    numeric = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}
    if numeric & schema.keys():
        return "number"
    return "string" if {"minLength", "format", "pattern"} & schema.keys() else "object"


def _object(schema: dict[str, Any], root: Any, depth: int) -> dict[str, Any]:
    properties = schema.get("properties") or {}
    required = dict.fromkeys(schema.get("required") or ())
    if depth > 3 * _DEEPEST:
        return {}
    return {name: _instance(properties.get(name, {}), root, depth + 1) for name in required}


def _number(schema: dict[str, Any], kind: str) -> int | float:
    step = schema.get("multipleOf") or (1 if kind == "integer" else 0)
    least = schema.get("minimum")
    above = schema.get("exclusiveMinimum")
    most = schema.get("maximum", schema.get("exclusiveMaximum"))
    value: int | float = 0
    if least is not None:
        value = max(value, least)
    if above is not None and value <= above:
        value = above + (step or 1)
    if most is not None and value > most:
        value = most
    if most is not None and value == schema.get("exclusiveMaximum"):
        value -= step or 1
    if step and value % step:
        value += step - value % step
    return int(value) if kind == "integer" else value
