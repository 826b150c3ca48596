"""OpenAI's protocol: what programs send, and what they receive.

Source: https://platform.openai.com/docs/api-reference/chat

What cannot be honoured is refused, never ignored. So of the fields that the gateway has no use for,
only those values are taken that change nothing.
"""

from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationInfo,
    field_validator,
)

from gateway.web.schemas import (
    A_LIST,
    A_TEXT,
    HAS_USER_MESSAGE,
    NOT_BLANK,
    MaxTokens,
    RequestModel,
    ResponseModel,
    Text,
    not_blank,
    whole,
)


def _a_boolean(value: object) -> object:
    if not isinstance(value, bool):
        raise ValueError("must be false")
    return value


No = Annotated[Literal[False], BeforeValidator(_a_boolean)]
"""False and nothing else; by itself a literal takes 0 as well."""


One = Annotated[int, Field(ge=1, le=1), BeforeValidator(whole)]


class TextPart(RequestModel):
    """A piece of a message's text."""

    type: Literal["text"]
    text: str


_HAS_TEXT: Any = {"contains": {"properties": {"text": NOT_BLANK}}}


class IncomingMessage(RequestModel):
    """One turn of a conversation. A message of the assistant may be sent back as it came."""

    role: Literal["system", "developer", "user", "assistant"]
    content: Annotated[
        Annotated[Text, Tag(A_TEXT)]
        | Annotated[
            list[TextPart],
            Field(min_length=1, fail_fast=True, json_schema_extra=_HAS_TEXT),
            Tag(A_LIST),
        ],
        Discriminator(lambda value: A_LIST if isinstance(value, list) else A_TEXT),
    ]
    reasoning_content: str | None = None
    refusal: None = None
    annotations: Annotated[list[Any], Field(max_length=0)] | None = None
    audio: None = None
    tool_calls: Annotated[list[Any], Field(max_length=0)] | None = None
    function_call: None = None

    @field_validator("content")
    @classmethod
    def _not_blank(cls, content: str | list[TextPart]) -> str | list[TextPart]:
        if isinstance(content, list):
            not_blank("".join(part.text for part in content))
        return content

    @property
    def text(self) -> str:
        """The message's whole text."""
        if isinstance(self.content, str):
            return self.content
        return "".join(part.text for part in self.content)


class StreamOptions(RequestModel):
    """How a stream is to be written."""

    include_usage: bool | None = None
    include_obfuscation: No | None = None


class TextFormat(RequestModel):
    """The only form of an answer."""

    type: Literal["text"]


_TWO_LIMITS: Any = {
    "required": ["max_tokens", "max_completion_tokens"],
    "properties": {key: {"type": "integer"} for key in ("max_tokens", "max_completion_tokens")},
}


class ChatCompletionRequest(RequestModel):
    """POST /v1/chat/completions."""

    model_config = ConfigDict(json_schema_extra={"not": _TWO_LIMITS})

    model: str = Field(min_length=1, examples=["gpt-4", "anthropic", "gemini/gemini-2.5-pro"])
    messages: list[IncomingMessage] = Field(
        min_length=1, fail_fast=True, json_schema_extra=HAS_USER_MESSAGE
    )
    max_completion_tokens: MaxTokens | None = None
    max_tokens: MaxTokens | None = None
    temperature: float | None = Field(default=None, ge=0, le=2)
    stream: bool | None = None
    stream_options: StreamOptions | None = None

    # Of these, values that change nothing.
    n: One | None = None
    top_p: float | None = Field(default=None, ge=1, le=1)
    frequency_penalty: float | None = Field(default=None, ge=0, le=0)
    presence_penalty: float | None = Field(default=None, ge=0, le=0)
    logprobs: No | None = None
    top_logprobs: None = None
    logit_bias: Annotated[dict[str, Any], Field(max_length=0)] | None = None
    stop: Annotated[list[Any], Field(max_length=0)] | None = None
    seed: None = None
    response_format: TextFormat | None = None
    modalities: Annotated[list[Literal["text"]], Field(min_length=1, fail_fast=True)] | None = None
    audio: None = None
    prediction: None = None
    reasoning_effort: None = None
    verbosity: None = None
    service_tier: Literal["auto", "default"] | None = None
    store: No | None = None
    metadata: Annotated[dict[str, Any], Field(max_length=0)] | None = None
    tools: Annotated[list[Any], Field(max_length=0)] | None = None
    tool_choice: Literal["none", "auto"] | None = None
    parallel_tool_calls: bool | None = None
    functions: Annotated[list[Any], Field(max_length=0)] | None = None
    function_call: Literal["none", "auto"] | None = None
    web_search_options: None = None
    # Hints for OpenAI's own abuse monitoring and cache.
    user: str | None = None
    safety_identifier: str | None = None
    prompt_cache_key: str | None = None
    prompt_cache_retention: None = None

    @field_validator("messages")
    @classmethod
    def _has_user_message(cls, messages: list[IncomingMessage]) -> list[IncomingMessage]:
        if all(message.role != "user" for message in messages):
            raise ValueError("at least one message must be from the user")
        return messages

    @field_validator("max_tokens")
    @classmethod
    def _one_limit(cls, max_tokens: int | None, info: ValidationInfo) -> int | None:
        if max_tokens is not None and info.data.get("max_completion_tokens") is not None:
            raise ValueError("send either max_tokens or max_completion_tokens")
        return max_tokens


NOT_HONOURED = frozenset(ChatCompletionRequest.model_fields) - {
    "model",
    "messages",
    "max_completion_tokens",
    "max_tokens",
    "temperature",
    "stream",
    "stream_options",
}
"""Fields of OpenAI's protocol that the gateway has no use for."""


class CompletionUsage(ResponseModel):
    """Tokens as the provider counted them."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


FinishReason = Literal["stop", "length", "content_filter"]


class AssistantMessage(ResponseModel):
    """The answer."""

    role: Literal["assistant"] = "assistant"
    content: str
    reasoning_content: str | None
    refusal: None = None


class Choice(ResponseModel):
    """The only choice."""

    index: Literal[0] = 0
    message: AssistantMessage
    logprobs: None = None
    finish_reason: FinishReason


class ChatCompletion(ResponseModel):
    """A whole answer; `usage` is null where the provider told none."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str
    choices: list[Choice]
    usage: CompletionUsage | None


class OpenAIErrorInfo(ResponseModel):
    """What went wrong, in OpenAI's shape."""

    message: str
    type: str
    param: str | None
    code: str


class OpenAIErrorBody(ResponseModel):
    """An error of a route under /v1."""

    error: OpenAIErrorInfo
