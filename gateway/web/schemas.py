"""Request and response models of the HTTP contract."""

from datetime import datetime
from typing import Annotated, Literal, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from gateway.errors import InvalidRequest
from gateway.session.keys import KeyState

Timestamp = Annotated[datetime, PlainSerializer(lambda t: t.strftime("%Y-%m-%dT%H:%M:%SZ"))]


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

    api_key: SecretStr
    allow_unverified: bool = False


class ChatMessage(RequestModel):
    """One turn of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: str = Field(min_length=1)


class Generate(RequestModel):
    """POST /generate."""

    messages: list[ChatMessage] | None = Field(default=None, min_length=1)
    prompt: str | None = Field(default=None, min_length=1, validate_default=True)
    provider: str | None = None
    system: str | None = None
    max_tokens: int | None = Field(default=None, ge=1)
    temperature: float | None = Field(default=None, ge=0, le=2)
    stream: bool = False
    detach: bool = False

    @field_validator("messages")
    @classmethod
    def _someone_asks(cls, messages: list[ChatMessage] | None) -> list[ChatMessage] | None:
        if messages and all(message.role != "user" for message in messages):
            raise ValueError("at least one message must be from the user")
        return messages

    @field_validator("prompt")
    @classmethod
    def _one_way_to_ask(cls, prompt: str | None, info: ValidationInfo) -> str | None:
        if "messages" in info.data and (prompt is None) == (info.data["messages"] is None):
            raise ValueError("send either a prompt or messages")
        if prompt is not None and not prompt.strip():
            raise ValueError("there is nothing in it but white space")
        return prompt


class ResponseModel(BaseModel):
    """A response's body."""

    model_config = ConfigDict(defer_build=True)


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


class ProviderList(ResponseModel):
    """GET /providers."""

    providers: list[ProviderInfo]


class Health(ResponseModel):
    """GET /health."""

    status: Literal["ok"] = "ok"
    version: str
    contract: int
    started_at: Timestamp
    litellm: Literal["cold", "warming", "ready"]
    ways: dict[str, Literal["lean", "sdk"]]


Model = TypeVar("Model", bound=RequestModel)

_MAX_NAME = 19  # shorter than any key


def parse_body(model: type[Model], body: bytes) -> Model:
    """Read a request's body; an empty one counts as {}.

    Raises:
        InvalidRequest: it is not JSON, or does not fit the model; names the field at fault.
    """
    try:
        return model.model_validate_json(body or b"{}")
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        if first["type"] == "json_invalid":
            raise InvalidRequest("The body is not valid JSON.") from None
        field = _field_name(first["loc"])
        what = first["msg"].removeprefix("Value error, ")
        raise InvalidRequest(f"{field or 'The body'}: {what}.", field=field) from None


def _field_name(location: tuple[int | str, ...]) -> str | None:
    """The field at fault, where it can be a name: an unknown one is the client's own text."""
    parts = [str(part) for part in location]
    fits = all(part.isidentifier() or part.isdigit() for part in parts)
    return ".".join(parts) if parts and fits and max(map(len, parts)) <= _MAX_NAME else None
