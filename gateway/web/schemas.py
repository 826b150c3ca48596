"""Request and response models of the HTTP contract."""

import re
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    SecretStr,
    ValidationInfo,
    field_validator,
)

from gateway.errors import ErrorInfo
from gateway.generation.answer import Answer
from gateway.provider_settings import Transport
from gateway.session.access_token import Models
from gateway.session.keys import KeyState

Timestamp = Annotated[datetime, PlainSerializer(lambda t: t.strftime("%Y-%m-%dT%H:%M:%SZ"))]


def whole(value: object) -> object:
    """The whole number that a value stands for: in JSON 5.0 is one, and some programs write it."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


AtLeastOne = Annotated[int, Field(ge=1), BeforeValidator(whole)]


def not_blank(text: str) -> str:
    """The text, unless it is blank: a provider refuses that, or LiteLLM replaces it.

    Raises:
        ValueError: it is all white space.
    """
    if not text.strip():
        raise ValueError("there is nothing in it but white space")
    return text


NOT_BLANK: dict[str, Any] = {"pattern": r"\S"}
"""What `not_blank` checks, as JSON schema says it."""

Text = Annotated[str, Field(min_length=1, json_schema_extra=NOT_BLANK), AfterValidator(not_blank)]

# More than any model writes; without a limit the price could not be calculated.
MaxTokens = Annotated[AtLeastOne, Field(le=10_000_000)]


class RequestModel(BaseModel):
    """A request's body. Unknown fields are an error, types are exact, input is never quoted."""

    model_config = ConfigDict(
        extra="forbid", strict=True, hide_input_in_errors=True, defer_build=True
    )


class EmptyBody(RequestModel):
    """For calls that take no fields."""


class SelectProvider(RequestModel):
    """PATCH /session."""

    provider: str


class PutKey(RequestModel):
    """PUT /keys/{provider}."""

    api_key: SecretStr = Field(
        description="20 to 512 printable ASCII characters; white space around them is dropped.",
        json_schema_extra={"pattern": r"^\s*[!-~]{20,512}\s*$"},
    )
    allow_unverified: bool = Field(
        default=False, description="Keep the key although the provider gives no answer about it."
    )


_ORIGIN = r"[a-z][a-z0-9+.-]*://[A-Za-z0-9._~:-]+"
# Schemes of what a browser shows: no token works from there.
_OF_BROWSERS = frozenset(
    {"http", "https", "ws", "wss", "ftp", "file", "data", "blob", "about", "javascript", "chrome"}
)


class IssueToken(RequestModel):
    """POST /tokens."""

    name: str = Field(
        min_length=1, max_length=100, pattern=r"\S", description="What the person calls it."
    )
    expires_in: AtLeastOne = Field(
        default=3600, description="Seconds; it ends with the session in any case."
    )
    providers: list[str] | None = Field(
        default=None, min_length=1, fail_fast=True, description="Which it may use; null for all."
    )
    models: Models = Field(
        default="fixed", description="Whether it may name other models than the fixed ones."
    )
    origin: str | None = Field(
        default=None,
        max_length=200,
        json_schema_extra={"pattern": f"^{_ORIGIN}$"},  # the validator says it in words
        description="The origin of the app whose windows may send it, such as app://obsidian.md.",
    )

    @field_validator("origin")
    @classmethod
    def _is_an_apps(cls, origin: str | None) -> str | None:
        if origin is None:
            return None
        scheme = origin.partition(":")[0]
        fits = re.fullmatch(_ORIGIN, origin)
        if not fits or scheme in _OF_BROWSERS or scheme.endswith("-extension"):
            raise ValueError("must be the origin of an app's window, such as app://obsidian.md")
        return origin

    max_cost_usd: float | None = Field(
        default=None,
        gt=0,
        allow_inf_nan=False,
        description="What it may spend, in US dollars; null for any sum.",
    )


class ChatMessage(RequestModel):
    """One turn of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: Text


def _prompt_or_messages(schema: dict[str, Any]) -> None:
    """What the validators of Generate check, said in its JSON schema."""
    a_list, a_text, none = {"type": "array"}, {"type": "string"}, {"type": "null"}
    schema["oneOf"] = [
        {"required": ["prompt"], "properties": {"prompt": a_text, "messages": none}},
        {"required": ["messages"], "properties": {"messages": a_list, "prompt": none}},
    ]


HAS_USER_MESSAGE: dict[str, Any] = {"contains": {"properties": {"role": {"const": "user"}}}}
"""At least one message is from the user, as JSON schema says it."""


class Generate(RequestModel):
    """POST /generate: either a prompt or messages."""

    model_config = ConfigDict(json_schema_extra=_prompt_or_messages)

    messages: list[ChatMessage] | None = Field(
        default=None, min_length=1, fail_fast=True, json_schema_extra=HAS_USER_MESSAGE
    )
    prompt: Text | None = Field(default=None, validate_default=True)
    provider: str | None = Field(default=None, description="Without one, the selected provider.")
    system: str | None = None
    max_tokens: MaxTokens | None = None
    temperature: float | None = Field(default=None, ge=0, le=2)
    stream: bool = Field(default=False, description="Answer with a stream of events.")
    detach: bool = Field(default=False, description="Go on when the client goes away.")

    @field_validator("messages")
    @classmethod
    def _has_user_message(cls, messages: list[ChatMessage] | None) -> list[ChatMessage] | None:
        if messages and all(message.role != "user" for message in messages):
            raise ValueError("at least one message must be from the user")
        return messages

    @field_validator("prompt")
    @classmethod
    def _either_prompt_or_messages(cls, prompt: str | None, info: ValidationInfo) -> str | None:
        if "messages" in info.data and (prompt is None) == (info.data["messages"] is None):
            raise ValueError("send either a prompt or messages")
        return prompt


class ResponseModel(BaseModel):
    """A response's body. Every field is always sent."""

    model_config = ConfigDict(
        defer_build=True, from_attributes=True, json_schema_serialization_defaults_required=True
    )


class SessionInfo(ResponseModel):
    """A session as its client may know it."""

    provider: str
    created_at: Timestamp
    expires_at: Timestamp
    idle_expires_at: Timestamp


class NewSession(SessionInfo):
    """A session that has just begun, with the half that only its client holds."""

    csrf_token: str


class KeyInfo(ResponseModel):
    """A provider's key as it may be shown."""

    state: KeyState
    masked: str | None = None
    added_at: Timestamp | None = None
    checked_at: Timestamp | None = None


class ProviderInfo(ResponseModel):
    """One provider, and how the session stands with it."""

    id: str
    name: str
    model: str
    selected: bool
    key: KeyInfo
    key_url: str | None
    key_prefixes: list[str] = Field(
        description="Public beginnings of its keys, by which a pasted key is recognised."
    )


class ProviderList(ResponseModel):
    """GET /providers."""

    providers: list[ProviderInfo]


class GenerationList(ResponseModel):
    """GET /generations."""

    generations: list[Answer]


class StreamEvent(ResponseModel):
    """One event of a generation's stream; `data` is JSON.

    A `start` has id, provider and model; a `delta` has text or reasoning; a `retry` has attempt,
    wait_ms and code; a `notice` has code and message. A `done` with the whole answer or an `error`
    ends the stream. A comment line every 15 seconds keeps the connection alive.
    """

    id: str
    event: Literal["start", "delta", "retry", "notice", "done", "error"]
    data: str


class TokenInfo(ResponseModel):
    """An access token as its person may see it; sums are in US dollars, null for no limit.

    `requests` counts what it has asked of models.
    """

    id: str
    name: str
    last4: str
    created_at: Timestamp
    expires_at: Timestamp
    last_used_at: Timestamp | None
    providers: list[str] | None
    models: Models
    origin: str | None
    max_cost_usd: float | None
    spent_usd: float
    requests: int


class NewToken(TokenInfo):
    """An access token that has just been issued, with its text, which is never shown again."""

    token: str


class TokenList(ResponseModel):
    """GET /tokens."""

    tokens: list[TokenInfo]


class Health(ResponseModel):
    """GET /health."""

    status: Literal["ok"] = "ok"
    version: str
    contract: int
    started_at: Timestamp
    litellm: Literal["cold", "warming", "ready"]
    transports: dict[str, Transport]


class IdentityAnswer(ResponseModel):
    """What the gateway answers to a challenge, in base64url without padding.

    The public key is an ECDSA key on P-256, as SPKI in DER. The signature is r and s, 32 bytes
    each, with SHA-256, of three lines: `gatehouse-identity-v1`, the challenge, and the address.
    """

    public_key: str
    signature: str


class ProvenHealth(Health):
    """GET /health with a challenge."""

    identity: IdentityAnswer


class ErrorBody(ResponseModel):
    """An error, the same for every route outside OpenAI's protocol."""

    error: ErrorInfo


A_TEXT, A_LIST, AN_OBJECT = "a text", "a list", "an object"
"""Tags of fields that take either; they stand in pydantic's locations, but name no field."""

KINDS = frozenset(
    {
        *("system", "developer", "user", "assistant", "tool", "text", "image_url", "file"),
        *("message", "function_call", "custom_tool_call", "reasoning", "function_call_output"),
        *("custom_tool_call_output", "input_text", "output_text", "refusal", "input_image"),
        *("input_file", "function", "custom", "namespace"),
    }
)
"""Tags of messages, items, tools and their parts, by which their kind is told."""
