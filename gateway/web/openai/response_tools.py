"""Tools of the Responses API in the terms of chat completions, which have functions only.

Source: https://platform.openai.com/docs/guides/function-calling
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from gateway.errors import InvalidRequest
from gateway.providers.litellm_client import CalledTool
from gateway.web.openai.lenient import Lenient
from gateway.web.schemas import RequestModel

Json = dict[str, Any]

# Of a function, at OpenAI and Gemini.
_NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_-]{0,63}")


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


class TextForm(RequestModel):
    """The form of a custom tool's text: any, or by a grammar."""

    type: Literal["text", "grammar"]
    syntax: Literal["lark", "regex"] | None = None
    definition: str | None = None

    def told(self) -> str | None:
        """The form in words; None for any."""
        if self.type == "text":
            return None
        kind = "regular expression" if self.syntax == "regex" else "grammar, in the syntax of Lark"
        return f"The input must match this {kind}:\n{self.definition}"


class CustomTool(Lenient):
    """A tool that takes a text."""

    type: Literal["custom"]
    name: str
    description: str | None = None
    format: TextForm | None = None

    def as_function(self) -> Json:
        """A function with that text as its only parameter."""
        told = [self.description, self.format.told() if self.format else None]
        text = {"type": "string", "description": "The input of the tool."}
        return {
            "name": self.name,
            "description": "\n\n".join(filter(None, told)),
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


class ChosenTool(RequestModel):
    """The tool that is to be called."""

    type: Literal["function", "custom"]
    name: str
    namespace: str | None = None

    def among(self, tools: Mapping[str, CalledTool]) -> str:
        """The name of the function that stands for it.

        Raises:
            InvalidRequest: it is not clear which one is meant.
        """
        found = [
            function
            for function, tool in tools.items()
            if tool.name == self.name
            and tool.takes_text == (self.type == "custom")
            and self.namespace in (None, tool.namespace)
        ]
        if len(found) != 1:
            raise InvalidRequest(
                "tool_choice: name one tool of the request, with its namespace if others have the "
                "same name.",
                field="tool_choice",
            )
        return found[0]


def function_name(name: str, namespace: str | None = None) -> str:
    """The name of a tool among all functions of a chat, as every provider takes it."""
    full = name if namespace is None else f"{namespace}__{name}"
    if _NAME.fullmatch(full):
        return full
    short = hashlib.sha256(full.encode()).hexdigest()[:8]
    return f"_{re.sub(r'[^a-zA-Z0-9_-]', '_', full)[:53]}__{short}"


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
