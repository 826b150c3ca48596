"""Anthropic's API, for programs that use an access token as their API key."""

from aiohttp import web

from gateway.errors import MissingKey, PermissionDenied, ProviderUnreachable
from gateway.providers.native_apis import Endpoint
from gateway.providers.native_apis.anthropic import COUNT_TOKENS, MESSAGES
from gateway.session.authentication import Program
from gateway.web.authentication import PROGRAM
from gateway.web.bodies import LARGE_BODY
from gateway.web.openai.errors import ModelNotFound
from gateway.web.passing_through import (
    NativeAnswer,
    NativeEvent,
    NativeRequestForModel,
    find_model,
    named_model,
    pass_through,
    read_native,
)
from gateway.web.routing import Call, Route, RouteTable


async def create_message(call: Call[Program, NativeRequestForModel]) -> web.StreamResponse:
    """Answer messages in Anthropic's API: whole, or as a stream of its events.

    The request goes to Anthropic as it is, and so does its answer come back.
    """
    return await _answer(call, MESSAGES)


async def count_tokens(call: Call[Program, NativeRequestForModel]) -> web.StreamResponse:
    """Count the tokens of messages in Anthropic's API."""
    return await _answer(call, COUNT_TOKENS)


async def _answer(
    call: Call[Program, NativeRequestForModel], endpoint: Endpoint
) -> web.StreamResponse:
    name = named_model(call.body)
    model = await find_model(call, name, endpoint.api)
    if not call.services.pass_through.speaks(model, endpoint):
        raise ModelNotFound(
            f"{model.provider.name} does not have Anthropic's API. Ask it at /v1/chat/completions.",
            field="model",
        )
    return await pass_through(call, endpoint, model, name)


routes = RouteTable()
for _path, _handler in (
    ("/v1/messages", create_message),
    ("/v1/messages/count_tokens", count_tokens),
):
    routes.add(
        Route(
            "POST",
            _path,
            _handler,
            access=PROGRAM,
            takes=NativeRequestForModel,
            gives=NativeAnswer,
            stream=NativeEvent,
            query={"beta": "true"},
            headers=("anthropic-version", "anthropic-beta"),
            errors=(ModelNotFound, MissingKey, PermissionDenied, ProviderUnreachable),
            max_body=LARGE_BODY,
            read=read_native,
        )
    )
