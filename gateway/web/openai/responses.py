"""OpenAI's responses, as far as they can be translated for other providers.

Source: https://platform.openai.com/docs/api-reference/responses

They become chats. A field that has no effect on the answer is left out. Any other that cannot be
translated is refused by its name, never ignored.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from gateway.errors import GatewayError, InvalidRequest
from gateway.providers.litellm_client import CalledTool
from gateway.web.bodies import check_body
from gateway.web.error_shapes import ErrorShape
from gateway.web.openai.chat import CANNOT_BE_TRANSLATED, TranslatedChat, only_translatable
from gateway.web.openai.errors import OpenAIErrors
from gateway.web.openai.input_items import Item, as_messages
from gateway.web.openai.lenient import text_or, word_or
from gateway.web.openai.response_tools import ChosenTool, ResponseTool, as_functions
from gateway.web.schemas import MaxTokens, RequestModel, not_blank
from gateway.web.translating import EventWriter, as_named_event, renamed

Json = dict[str, Any]

# The names of chat completions, and those of responses for the same.
NAMES = {
    "messages": "input",
    "response_format": "text",
    "reasoning_effort": "reasoning",
    "max_completion_tokens": "max_output_tokens",
}


def _refuse(_value: object) -> object:
    raise ValueError(CANNOT_BE_TRANSLATED)


class TextFormat(RequestModel):
    """The form of the answer."""

    type: Literal["text", "json_object", "json_schema"]
    name: str | None = None
    description: str | None = None
    schema_: Json | None = Field(default=None, alias="schema", validate_default=True)
    strict: bool | None = None

    @field_validator("schema_")
    @classmethod
    def _is_given(cls, schema: Json | None, info: ValidationInfo) -> Json | None:
        if schema is None and info.data.get("type") == "json_schema":
            raise ValueError("a json_schema needs one")
        return schema

    def as_response_format(self) -> Json:
        """The form as chat completions have it."""
        if self.type != "json_schema":
            return {"type": self.type}
        told = self.model_dump(exclude_none=True, exclude={"type"}, by_alias=True)
        return {"type": self.type, "json_schema": told}


class TextOptions(RequestModel):
    """How the answer is written."""

    format: TextFormat | None = None
    verbosity: Literal["medium"] | None = None


class ReasoningOptions(RequestModel):
    """How much the model thinks. What it tells of its thinking is always sent."""

    effort: str | None = None
    summary: str | None = None
    generate_summary: str | None = None


# Of these, only tools that OpenAI runs have anything; encrypted reasoning is for OpenAI alone.
Included = Literal[
    "reasoning.encrypted_content",
    "code_interpreter_call.outputs",
    "computer_call_output.output.image_url",
    "file_search_call.results",
    "message.input_image.image_url",
    "web_search_call.action.sources",
    "web_search_call.results",
]


class TranslatedResponse(RequestModel):
    """A response of a provider that has no such API."""

    model: str
    input: text_or(Item)  # type: ignore[valid-type]
    instructions: str | None = None
    stream: bool | None = None

    max_output_tokens: MaxTokens | None = None
    temperature: float | None = None
    top_p: float | None = None
    text: TextOptions | None = None
    reasoning: ReasoningOptions | None = None
    tools: list[ResponseTool] | None = None
    tool_choice: word_or(Literal["none", "auto", "required"], ChosenTool) | None = None  # type: ignore[valid-type]
    parallel_tool_calls: bool | None = None

    @field_validator("input")
    @classmethod
    def _not_blank(cls, given: Any) -> Any:
        return not_blank(given) if isinstance(given, str) else given

    # What lies in the account at OpenAI.
    previous_response_id: Annotated[None, BeforeValidator(_refuse)] = None
    conversation: Annotated[None, BeforeValidator(_refuse)] = None
    prompt: Annotated[None, BeforeValidator(_refuse)] = None

    # These values ask for nothing.
    background: Literal[False] | None = None
    top_logprobs: Literal[0] | None = None
    truncation: Literal["disabled"] | None = None
    service_tier: Literal["auto", "default"] | None = None

    # Without effect on the answer: for OpenAI's own cache, storage, monitoring and tools.
    client_metadata: Json | None = None
    include: list[Included] | None = None
    max_tool_calls: int | None = None
    metadata: Json | None = None
    prompt_cache_key: str | None = None
    prompt_cache_options: Json | None = None
    prompt_cache_retention: str | None = None
    safety_identifier: str | None = None
    store: bool | None = None
    stream_options: Json | None = None
    user: str | None = None


@dataclass(frozen=True, slots=True)
class ResponseAsChat:
    """A response in the terms of chat completions.

    `tools` has which tool is meant by each function's name; `template` is the response without what
    the model gives.
    """

    chat: TranslatedChat
    tools: Mapping[str, CalledTool]
    template: Json


def as_chat(body: Mapping[str, Any]) -> ResponseAsChat:
    """A request of the Responses API as a chat.

    Raises:
        InvalidRequest: it cannot be translated; names the field.
    """
    asked = only_translatable(TranslatedResponse, body)
    functions, tools = as_functions(asked.tools or ())
    chat: Json = {
        "model": asked.model,
        "messages": _messages(asked),
        "stream": asked.stream,
        "max_completion_tokens": asked.max_output_tokens,
        "temperature": asked.temperature,
        "top_p": asked.top_p,
        "tools": functions,
        "tool_choice": asked.tool_choice,
        "parallel_tool_calls": asked.parallel_tool_calls,
    }
    if asked.reasoning is not None:
        chat["reasoning_effort"] = asked.reasoning.effort
    if asked.text is not None and asked.text.format is not None:
        chat["response_format"] = asked.text.format.as_response_format()
    if isinstance(choice := asked.tool_choice, ChosenTool):
        chat["tool_choice"] = {"type": "function", "function": {"name": choice.among(tools)}}
    try:
        checked = check_body(TranslatedChat, chat)
    except InvalidRequest as error:
        raise renamed(error, NAMES) from None
    return ResponseAsChat(checked, tools, _template(body))


def parameters_of(chat: TranslatedChat, supported: frozenset[str], provider: str) -> Json:
    """The chat in LiteLLM's terms; raises as TranslatedChat.parameters, in the API's names."""
    try:
        return chat.parameters(supported, provider)
    except InvalidRequest as error:
        raise renamed(error, NAMES) from None


def _messages(asked: TranslatedResponse) -> list[Json]:
    begin = []
    if asked.instructions and not asked.instructions.isspace():
        begin.append({"role": "system", "content": asked.instructions})
    if isinstance(asked.input, str):
        return [*begin, {"role": "user", "content": asked.input}]
    return [*begin, *as_messages(asked.input)]


def _template(given: Mapping[str, Any]) -> Json:
    """What a response repeats of its request, with the API's defaults."""
    defaults: Json = {
        "background": False,
        "instructions": None,
        "max_output_tokens": None,
        "max_tool_calls": None,
        "metadata": {},
        "parallel_tool_calls": True,
        "previous_response_id": None,
        "prompt_cache_key": None,
        "reasoning": {"effort": None, "summary": None},
        "safety_identifier": None,
        "service_tier": "default",
        "temperature": 1.0,
        "text": {"format": {"type": "text"}},
        "tool_choice": "auto",
        "tools": [],
        "top_logprobs": 0,
        "top_p": 1.0,
        "truncation": "disabled",
        "user": None,
    }
    told = {name: value for name, value in given.items() if value is not None}
    repeated = {name: told.get(name, default) for name, default in defaults.items()}
    return {**repeated, "store": False}


class EventsOfResponse(EventWriter):
    """Events, each with its type as its name, and numbered.

    Source: https://platform.openai.com/docs/api-reference/responses-streaming
    """

    errors: ClassVar[ErrorShape] = OpenAIErrors()

    def __init__(self) -> None:
        self._number = 0
        self._output: list[Any] = []
        self._response: Mapping[str, Any] = {}

    def event(self, content: Mapping[str, Any]) -> bytes:
        """An event."""
        self._response = content.get("response", self._response)
        if content["type"] == "response.output_item.done":
            self._output.append(content["item"])
        written = as_named_event({**content, "sequence_number": self._number})
        self._number += 1
        return written

    def failure(self, error: GatewayError, request_id: str) -> bytes:
        """The event of a response that has failed."""
        told = {"code": self.errors.code(error), "message": error.message}
        response = {**self._response, "status": "failed", "error": told, "output": self._output}
        return self.event({"type": "response.failed", "response": response})
