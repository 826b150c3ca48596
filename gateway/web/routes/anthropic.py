"""Anthropic's API, for programs that use an access token as their API key."""

from aiohttp import web

from gateway.providers.native_apis.anthropic import COUNT_TOKENS, MESSAGES
from gateway.session.authentication import Program
from gateway.web.anthropic.messages import (
    NAMES,
    EventsOfMessages,
    as_chat,
    parameters_of,
    translatable,
)
from gateway.web.authentication import PROGRAM
from gateway.web.bodies import LARGE_BODY
from gateway.web.passing_through import (
    PASSED_ERRORS,
    NativeAnswer,
    NativeEvent,
    NativeRequestForModel,
    find_model,
    named_model,
    pass_on,
    pass_through,
    read_native,
)
from gateway.web.routes.generations import TRANSLATED_ERRORS
from gateway.web.routing import Call, Route, RouteTable
from gateway.web.translating import send_translated


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
    writer = EventsOfMessages() if chat.stream else None
    return await send_translated(call.request, answer, writer, NAMES)


async def count_tokens(call: Call[Program, NativeRequestForModel]) -> web.StreamResponse:
    """Count the tokens of messages in Anthropic's API; for its own models only."""
    return await pass_on(call, COUNT_TOKENS, named_model(call.body))


routes = RouteTable()
for _path, _handler, _errors in (
    ("/v1/messages", create_message, TRANSLATED_ERRORS),
    ("/v1/messages/count_tokens", count_tokens, PASSED_ERRORS),
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
            errors=_errors,
            max_body=LARGE_BODY,
            read=read_native,
        )
    )
