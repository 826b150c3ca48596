"""Anthropic's API, for programs that use an access token as their API key."""

from contextlib import aclosing

from aiohttp import web

from gateway.errors import GatewayError, MissingKey, PermissionDenied, ProviderUnreachable
from gateway.providers.native_apis.anthropic import COUNT_TOKENS, MESSAGES
from gateway.session.authentication import Program
from gateway.web.anthropic.messages import as_chat, parameters_of, stream_events, translatable
from gateway.web.authentication import PROGRAM
from gateway.web.bodies import LARGE_BODY
from gateway.web.passing_through import (
    ModelNotFound,
    NativeAnswer,
    NativeEvent,
    NativeRequestForModel,
    find_model,
    may_be_tried_again,
    named_model,
    pass_through,
    read_native,
)
from gateway.web.responses import json_response
from gateway.web.routing import Call, Route, RouteTable


async def create_message(call: Call[Program, NativeRequestForModel]) -> web.StreamResponse:
    """Answer messages in Anthropic's API: whole, or as a stream of its events.

    The request goes to Anthropic as it is, and so does its answer come back. For a model of another
    provider it is translated, and what cannot be is refused by its name.
    """
    name = named_model(call.body)
    model = await find_model(call, name, MESSAGES.api)
    if call.services.pass_through.speaks(model, MESSAGES):
        return await pass_through(call, MESSAGES, model, name)
    translate = call.services.translate
    supported = translate.supported(model)
    shape = translate.from_anthropic(translatable(call.body.parsed), model)
    chat = as_chat(shape.chat, supported)
    parameters = parameters_of(chat, supported, model.provider.name)
    answer = translate.chat(call.caller, model, parameters, shape)
    try:
        async with aclosing(answer) as pieces:
            if chat.stream:
                return await stream_events(call.request, pieces)
            return json_response(await anext(pieces))
    except GatewayError as error:
        raise may_be_tried_again(error) from None


async def count_tokens(call: Call[Program, NativeRequestForModel]) -> web.StreamResponse:
    """Count the tokens of messages in Anthropic's API; for its own models only."""
    name = named_model(call.body)
    model = await find_model(call, name, COUNT_TOKENS.api)
    if not call.services.pass_through.speaks(model, COUNT_TOKENS):
        raise ModelNotFound(f"{model.provider.name} does not count tokens here.", field="model")
    return await pass_through(call, COUNT_TOKENS, model, name)


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
