"""OpenAI's chat completions, as far as they can be translated for other providers.

Source: https://platform.openai.com/docs/api-reference/chat

A field that has no effect on the answer is left out. Any other that cannot be translated is refused
by its name, never ignored.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, ValidationInfo, field_validator

from gateway.errors import InvalidRequest
from gateway.providers.litellm_client import JSON_OBJECT
from gateway.web.bodies import check_body
from gateway.web.openai.lenient import Lenient, word_or
from gateway.web.openai.messages import IncomingMessage
from gateway.web.openai.turns import as_every_provider_takes_them
from gateway.web.schemas import MaxTokens, RequestModel, whole

Json = dict[str, Any]

Asked = TypeVar("Asked", bound=RequestModel)

CANNOT_BE_TRANSLATED = "this cannot be translated for other providers. Leave it out"


class Function(Lenient):
    """A function that the program offers; `parameters` is a JSON schema."""

    name: str
    description: str | None = None
    parameters: Json | None = None
    strict: bool | None = None


class FunctionTool(Lenient):
    """A tool that the program runs."""

    type: Literal["function"]
    function: Function


class ChosenFunction(Lenient):
    """A function by its name."""

    name: str


class ToolChoice(Lenient):
    """The tool that is to be called."""

    type: Literal["function"]
    function: ChosenFunction


class ResponseFormat(RequestModel):
    """The form of the answer."""

    type: Literal["text", "json_object", "json_schema"]
    json_schema: Json | None = Field(default=None, validate_default=True)

    @field_validator("json_schema")
    @classmethod
    def _has_schema(cls, given: Json | None, info: ValidationInfo) -> Json | None:
        schema = (given or {}).get("schema")
        if info.data.get("type") == "json_schema" and not isinstance(schema, dict):
            raise ValueError("a schema is needed")
        return given


class StreamOptions(RequestModel):
    """How a stream is to be written."""

    include_usage: bool | None = None
    include_obfuscation: bool | None = None


class TranslatedChat(RequestModel):
    """A chat completion for a provider that has no such API."""

    model: str
    messages: list[IncomingMessage] = Field(min_length=1, fail_fast=True)
    stream: bool | None = None
    stream_options: StreamOptions | None = None

    max_completion_tokens: MaxTokens | None = None
    max_tokens: MaxTokens | None = None
    temperature: float | None = Field(default=None, ge=0, le=2)
    top_p: float | None = Field(default=None, ge=0, le=1)
    n: Annotated[int, Field(ge=1, le=128)] | None = None
    stop: str | list[str] | None = None
    seed: int | None = None
    frequency_penalty: float | None = None
    presence_penalty: float | None = None
    logit_bias: Json | None = None
    logprobs: bool | None = None
    top_logprobs: int | None = None
    response_format: ResponseFormat | None = None
    reasoning_effort: str | None = None
    tools: list[FunctionTool] | None = None
    tool_choice: word_or(Literal["none", "auto", "required"], ToolChoice) | None = None  # type: ignore[valid-type]
    parallel_tool_calls: bool | None = None

    # Without effect on the answer: for OpenAI's own cache, monitoring and billing.
    user: str | None = None
    safety_identifier: str | None = None
    prompt_cache_key: str | None = None
    prompt_cache_retention: str | None = None
    prediction: Json | None = None
    metadata: Json | None = None
    store: bool | None = None
    service_tier: Literal["auto", "default"] | None = None
    modalities: Annotated[list[Literal["text"]], Field(min_length=1, fail_fast=True)] | None = None

    _whole = field_validator(
        "n", "seed", "top_logprobs", "max_tokens", "max_completion_tokens", mode="before"
    )(whole)

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

    @property
    def wants_usage(self) -> bool:
        """Whether a stream is to end with the usage."""
        return bool(self.stream_options and self.stream_options.include_usage)

    def _check_choice(self) -> None:
        """Check that a tool that is to be called is there.

        Raises:
            InvalidRequest: it is not.
        """
        names = [tool.function.name for tool in self.tools or ()]
        choice = self.tool_choice
        lacks = choice == "required" and not names
        if lacks or (isinstance(choice, ToolChoice) and choice.function.name not in names):
            raise InvalidRequest("tool_choice: there is no such tool.", field="tool_choice")

    def parameters(self, supported: frozenset[str], provider: str) -> Json:
        """The request in LiteLLM's terms.

        Args:
            supported: what the model can be asked with.
            provider: the provider's name.

        Raises:
            InvalidRequest: it cannot be asked with what the request has; names the field.
        """
        wanted = {
            name: value
            for name, value in self.model_dump(exclude_none=True, include=_WITH_EFFECT).items()
            if value not in _CHANGES_NOTHING.get(name, ((), [], {}))
        }
        self._check_choice()
        if not self.tools:
            wanted.pop("tool_choice", None)
            wanted.pop("parallel_tool_calls", None)
        any_json = wanted.get("response_format") == {"type": "json_object"}
        if any_json and JSON_OBJECT not in supported:
            message = f"response_format: {provider} takes no json_object. Give a json_schema."
            raise InvalidRequest(message, field="response_format")
        for name in wanted:
            if name not in supported:
                message = f"{name}: {provider} cannot do this. Leave it out."
                raise InvalidRequest(message, field=name)
        limit = self.max_completion_tokens or self.max_tokens
        parameters = {"messages": as_every_provider_takes_them(self.messages), **wanted}
        if limit is not None:
            parameters["max_tokens"] = limit
        if self.stream:
            parameters |= {"stream": True, "stream_options": {"include_usage": True}}
        return parameters


def only_translatable(model: type[Asked], given: Mapping[str, Any]) -> Asked:
    """A request, as far as it can be translated.

    Raises:
        InvalidRequest: it cannot be; names the field.
    """
    told = {
        name: value
        for name, value in without_nulls(given).items()
        if name in model.model_fields or value != []
    }
    try:
        return check_body(model, told)
    except InvalidRequest as error:
        field = (error.field or "").partition(".")[0]
        if field and field not in model.model_fields:
            raise InvalidRequest(f"{field}: {CANNOT_BE_TRANSLATED}.", field=field) from None
        raise


# Members whose content is the program's own, in which null has a meaning.
_DATA = frozenset({"parameters", "schema", "input_schema", "input"})


def without_nulls(value: Any) -> Any:
    """A request without the members that are null, which is as good as without them."""
    if isinstance(value, Mapping):
        return {
            name: one if name in _DATA else without_nulls(one)
            for name, one in value.items()
            if one is not None
        }
    return [without_nulls(one) for one in value] if isinstance(value, list) else value


_WITH_EFFECT = {
    *("temperature", "top_p", "n", "stop", "seed", "frequency_penalty", "presence_penalty"),
    *("logit_bias", "logprobs", "top_logprobs", "response_format", "reasoning_effort", "tools"),
    *("tool_choice", "parallel_tool_calls"),
}

_CHANGES_NOTHING: dict[str, tuple[Any, ...]] = {
    "temperature": (1,),
    "n": (1,),
    "frequency_penalty": (0,),
    "presence_penalty": (0,),
    "logprobs": (False,),
    "top_p": (1,),
    "response_format": ({"type": "text"},),
    "tool_choice": ("auto",),
    "parallel_tool_calls": (True,),
}
