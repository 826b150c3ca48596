"""Requests in a provider's own API: read as they are, sent on, and answered the same way."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web
from pydantic import ConfigDict, Field, PrivateAttr

from gateway.errors import (
    GatewayError,
    InvalidRequest,
    MissingKey,
    PermissionDenied,
    ProviderUnreachable,
)
from gateway.providers.chat import model_name
from gateway.providers.failures import CallFailed
from gateway.providers.native_apis import Endpoint
from gateway.providers.pass_through import QUERY
from gateway.services.models import Model
from gateway.services.native_call import NativeCall
from gateway.session.authentication import Program
from gateway.web.bodies import parse_json, read_bytes
from gateway.web.responses import OWN_ID_HEADER, REQUEST_ID
from gateway.web.routing import Call
from gateway.web.schemas import RequestModel, ResponseModel

# Values of a body that may be lists of tokens.
_MAX_NUMBERS = 1_000_000


class ModelNotFound(GatewayError):
    """No provider of the catalogue has a model of that name."""

    code, status, action = "model_not_found", 404, None
    default_message = "There is no such model. GET /v1/models lists those that there are."


PASSED_ERRORS: tuple[type[GatewayError], ...] = (
    ModelNotFound,
    MissingKey,
    PermissionDenied,
    ProviderUnreachable,
)
"""What a call that is passed through is refused with by the gateway itself."""


class NativeRequest(RequestModel):
    """A request in a provider's own API. It goes to the provider as it is, unknown fields too."""

    model_config = ConfigDict(extra="allow")

    _body: bytes = PrivateAttr(default=b"")
    _parsed: dict[str, Any] = PrivateAttr(default_factory=dict)

    @property
    def body(self) -> bytes:
        """The body as it was sent."""
        return self._body

    @property
    def parsed(self) -> Mapping[str, Any]:
        """Its content."""
        return self._parsed

    def forget(self) -> None:
        """Let go of the content, where another object holds what is still needed of it."""
        self._body, self._parsed = b"", {}

    @classmethod
    def of(cls, body: bytes) -> "NativeRequest":
        """The request with this body.

        Raises:
            InvalidRequest: it is not a JSON object.
        """
        try:
            parsed = parse_json(body)
        except (ValueError, RecursionError):
            raise InvalidRequest("The body is not valid JSON.") from None
        if not isinstance(parsed, dict):
            raise InvalidRequest("The body is not a JSON object.")
        request = cls.model_construct()
        request._body, request._parsed = body, parsed
        return request


class NativeAnswer(ResponseModel):
    """An answer in a provider's own API, as the provider sends it."""

    model_config = ConfigDict(extra="allow")


class NativeEvent(ResponseModel):
    """One event of a stream in a provider's own API, as the provider sends it."""

    data: str


class NativeRequestForModel(NativeRequest):
    """A request in a provider's own API whose body names the model."""

    model: str = Field(min_length=1, examples=["gpt-4", "anthropic", "gemini/gemini-2.5-pro"])


async def read_native(
    request: web.Request, model: type[NativeRequest], limit: int
) -> NativeRequest:
    """The request's body as it is.

    Raises:
        RequestTooLarge: it is over the limit.
        InvalidRequest: it is not a JSON object, or does not arrive in time.
    """
    return model.of(await read_bytes(request, limit))


async def read_native_numbers(
    request: web.Request, model: type[NativeRequest], limit: int
) -> NativeRequest:
    """As read_native, for bodies that may be long lists of numbers."""
    return model.of(await read_bytes(request, limit, _MAX_NUMBERS))


def named_model(request: NativeRequest) -> str:
    """The model that the body names.

    Raises:
        InvalidRequest: it names none.
    """
    name = request.parsed.get("model")
    if not isinstance(name, str) or not name:
        raise InvalidRequest("model: name one. GET /v1/models lists them.", field="model")
    return name


async def find_model(call: Call[Program, Any], name: str, api: str) -> Model:
    """The model of that name, for a request in that API.

    Raises:
        ModelNotFound: there is none, or the token may not use it.
    """
    token, models = call.caller.token, call.services.models
    await models.ready()
    # A name that cannot be written, such as half of a surrogate pair (U+FFFD here), is nobody's.
    model = None
    if name.isprintable() and "\ufffd" not in name:
        model = models.find_any(name, api) if token.models == "any" else models.find(name)
    if model is None:
        advice = (
            ""
            if token.models == "any"
            else " This access token may use the fixed models only: for others, make one with "
            "“any model”."
        )
        message = f"There is no such model. GET /v1/models lists those that there are.{advice}"
        raise ModelNotFound(message, field="model")
    if not call.caller.may_use(model.provider.id):
        allowed = " and ".join(token.providers or ())
        raise ModelNotFound(
            f"This access token may use {allowed} only, and this is a model of "
            f"{model.provider.name}. Make one for {model.provider.name} as well.",
            field="model",
        )
    return model


async def pass_on(
    call: Call[Program, NativeRequest], endpoint: Endpoint, name: str
) -> web.StreamResponse:
    """Send a request on, for an endpoint that is never translated.

    Args:
        call: the request.
        endpoint: what it asks for.
        name: the model as the program names it.

    Raises:
        GatewayError: as pass_through raises it; or the model's provider has no such endpoint.
    """
    model = await find_model(call, name, endpoint.api)
    if endpoint.model_in_path and any("/" in model_name(one) for one in model.candidates):
        # Such as tunedModels/…, which lie in the account: a model's name is one part of a path.
        raise ModelNotFound(field="model")
    if not call.services.pass_through.speaks(model, endpoint):
        raise ModelNotFound(
            f"{model.provider.name} does not have this. Other providers are asked at "
            "/v1/chat/completions, /v1/responses and /v1/messages.",
            field="model",
        )
    return await pass_through(call, endpoint, model, name)


async def pass_through(
    call: Call[Program, NativeRequest], endpoint: Endpoint, model: Model, name: str
) -> web.StreamResponse:
    """Send a request on, and its answer back.

    Args:
        call: the request.
        endpoint: what it asks for.
        model: the model, of a provider that has this endpoint.
        name: the model as the program names it.

    Raises:
        GatewayError: the program may not, or the provider could not be reached.
    """
    request = call.request
    native = NativeCall(
        endpoint=endpoint,
        model=name,
        body=call.body.body,
        parsed=call.body.parsed,
        headers=request.headers,
        query={key: request.query[key] for key in QUERY if key in request.query},
    )
    call.body.forget()
    sending = call.services.pass_through.send(call.caller, model, native)
    try:
        async with sending as reply:
            reply.headers[OWN_ID_HEADER] = request[REQUEST_ID]
            response = web.StreamResponse(status=reply.status, headers=reply.headers)
            if reply.length is not None:
                response.content_length = int(reply.length)
            await response.prepare(request)
            async for piece in reply.pieces():
                await response.write(piece)
            await response.write_eof()
            return response
    except CallFailed:
        # The program must not take what has come for a whole answer.
        raise ConnectionError("the provider broke off") from None
    except GatewayError as error:
        raise may_be_tried_again(error) from None


def may_be_tried_again(error: GatewayError) -> GatewayError:
    """The error, such that the program's SDK tries again: nothing has been tried again here."""
    if error.retryable and error.retry_after is None:
        error.retry_after = 0
    return error
