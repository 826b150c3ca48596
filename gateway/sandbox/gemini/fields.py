"""Reads fields as Gemini does: in either spelling, and with an error for an unknown one."""

from typing import Any

from gateway.sandbox.errors import Json
from gateway.sandbox.gemini.errors import GeminiErrors


def camel_fields(fields: Any) -> Json:
    """Rename snake_case fields, which Gemini accepts too and LiteLLM partly sends."""
    renamed = {}
    for name, value in (fields or {}).items():
        first, *others = name.split("_")
        renamed[first + "".join(word.capitalize() for word in others)] = value
    return renamed


def read_fields(given: Any, known: frozenset[str], where: str, errors: GeminiErrors) -> Json:
    """Rename the fields of an object, and refuse what is not among the known ones."""
    fields = camel_fields(given)
    for name in fields:
        if name not in known:
            raise errors.unknown_field(name, where)
    return fields
