from typing import Any

import jsonschema
import pytest

from gateway.sandbox.json_schema import InvalidSchemaError, smallest_instance

PERSON = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "minLength": 2},
        "age": {"type": "integer", "exclusiveMinimum": 17},
        "nick": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "tags": {"type": "array", "items": {"enum": ["a", "b"]}, "minItems": 2},
        "note": {"type": "string"},
    },
    "required": ["name", "age", "nick", "tags"],
    "additionalProperties": False,
}
NODE = {
    "$defs": {
        "node": {
            "type": "object",
            "properties": {"next": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]}},
            "required": ["next"],
        }
    },
    "$ref": "#/$defs/node",
}


@pytest.mark.parametrize(
    "schema",
    [
        PERSON,
        NODE,
        {"allOf": [PERSON, {"required": ["note"]}]},
        {"type": ["null", "string"]},
        {"const": [1, {"a": None}]},
        {"type": "number", "minimum": 0.5, "maximum": 2, "multipleOf": 0.5},
        {"type": "integer", "maximum": -3},
        {"type": "string", "format": "date-time"},
        {"oneOf": [{"type": "boolean"}, {"type": "string"}]},
        {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "minItems": 3},
        {"properties": {"a": {}}, "required": ["a", "b"]},
        {},
        True,
    ],
)
def test_the_instance_fits(schema: Any) -> None:
    jsonschema.validate(smallest_instance(schema), schema)


def test_nothing_but_what_is_required() -> None:
    assert smallest_instance(PERSON) == {"name": "xx", "age": 18, "nick": "", "tags": ["a", "a"]}


def test_types_in_capitals() -> None:
    schema = {"type": "OBJECT", "properties": {"n": {"type": "INTEGER"}}, "required": ["n"]}
    assert smallest_instance(schema) == {"n": 0}


def test_a_schema_that_needs_itself_for_ever_has_an_end() -> None:
    schema = {
        "type": "object",
        "properties": {"a": {"$ref": "#"}, "b": {"$ref": "#"}},
        "required": ["a", "b"],
    }
    assert smallest_instance(schema)


@pytest.mark.parametrize("schema", [{"enum": 1}, {"properties": [1], "required": ["a"]}])
def test_what_is_no_schema(schema: Any) -> None:
    with pytest.raises(InvalidSchemaError):
        smallest_instance(schema)
