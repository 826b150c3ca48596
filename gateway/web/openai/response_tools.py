"""Tools of the Responses API in the terms of chat completions, which have functions only.

Source: https://platform.openai.com/docs/guides/function-calling
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from gateway.errors import InvalidRequest
from gateway.providers.litellm_client import CalledTool
from gateway.web.openai.lenient import Lenient

Json = dict[str, Any]

_LONGEST_NAME = 64
"""Of a function, at OpenAI and Gemini."""


class ResponseFunction(Lenient):
    """A function that the program offers; `parameters` is a JSON schema."""

    type: Literal["function"]
    name: str
    description: str | None = None
    parameters: Json | None = None
    strict: bool | None = None

    def as_function(self) -> Json:
        """The function as chat completions have it."""
        return self.model_dump(exclude_none=True, exclude={"type"})


class CustomTool(Lenient):
    """A tool that takes a text, whose form `format` may tell."""

    type: Literal["custom"]
    name: str
    description: str | None = None
    format: Json | None = None

    def as_function(self) -> Json:
        """A function with that text as its only parameter."""
        told = [self.description] if self.description else []
        if isinstance(grammar := (self.format or {}).get("definition"), str):
            told.append(f"The input must match this grammar:\n{grammar}")
        text = {"type": "string", "description": "The input of the tool."}
        return {
            "name": self.name,
            "description": "\n\n".join(told),
            "parameters": {
                "type": "object",
                "properties": {CalledTool.TEXT: text},
                "required": [CalledTool.TEXT],
                "additionalProperties": False,
            },
        }


OwnTool = Annotated[ResponseFunction | CustomTool, Field(discriminator="type")]


class Namespace(Lenient):
    """Tools that belong together."""

    type: Literal["namespace"]
    name: str
    description: str | None = None
    tools: list[OwnTool]


ResponseTool = Annotated[ResponseFunction | CustomTool | Namespace, Field(discriminator="type")]


class ChosenTool(Lenient):
    """The tool that is to be called."""

    type: Literal["function", "custom"]
    name: str


def function_name(name: str, namespace: str | None = None) -> str:
    """The name of a tool among all functions of a chat."""
    if namespace is None:
        return name
    full = f"{namespace}__{name}"
    if len(full) <= _LONGEST_NAME:
        return full
    short = hashlib.sha256(full.encode()).hexdigest()[:8]
    return f"{full[: _LONGEST_NAME - 10]}__{short}"


def as_functions(tools: Iterable[ResponseTool]) -> tuple[list[Json], Mapping[str, CalledTool]]:
    """The tools as functions, and which tool is meant by each function's name.

    Raises:
        InvalidRequest: two of them have the same name.
    """
    functions: list[Json] = []
    meant: dict[str, CalledTool] = {}
    for number, tool in enumerate(tools):
        inner = tool.tools if isinstance(tool, Namespace) else [tool]
        namespace = tool.name if isinstance(tool, Namespace) else None
        for one in inner:
            name = function_name(one.name, namespace)
            if name in meant:
                field = f"tools.{number}"
                raise InvalidRequest(f"{field}: another tool has the same name.", field=field)
            meant[name] = CalledTool(one.name, namespace, takes_text=one.type == "custom")
            functions.append({"type": "function", "function": {**one.as_function(), "name": name}})
    return functions, meant
