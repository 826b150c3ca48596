"""OpenAI's API, for programs that use an access token as their API key."""

from aiohttp import web

from gateway.providers.litellm_client import OpenAIShape, ResponsesShape
from gateway.providers.native_apis.openai import (
    CHAT_COMPLETIONS,
    COMPACT_RESPONSE,
    COUNT_INPUT_TOKENS,
    EMBEDDINGS,
    RESPONSES,
)
from gateway.session.authentication import Program
from gateway.web.authentication import PROGRAM
from gateway.web.bodies import LARGE_BODY
from gateway.web.openai import responses
from gateway.web.openai.answers import ChunkWriter
from gateway.web.openai.chat import TranslatedChat, only_translatable
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
    read_native_numbers,
)
from gateway.web.routes.generations import TRANSLATED_ERRORS
from gateway.web.routing import Call, Route, RouteTable
from gateway.web.translating import send_translated


async def create_chat_completion(
    call: Call[Program, NativeRequestForModel],
) -> web.StreamResponse:
    """Answer a conversation in OpenAI's chat completions: whole, or as a stream of chunks.

    `model` is a provider's id, its fixed model, or `provider/model`; a token for any model may name
    any. The request goes as it is to a provider that has this API, and so does its answer come
    back. For others it is translated, and what cannot be is refused by its name.
    """
    name = named_model(call.body)
    model = await find_model(call, name, CHAT_COMPLETIONS.api)
    if call.services.pass_through.speaks(model, CHAT_COMPLETIONS):
        return await pass_through(call, CHAT_COMPLETIONS, model, name)
    chat = only_translatable(TranslatedChat, call.body.parsed)
    translate = call.services.translate
    parameters = chat.parameters(translate.supported(model), model.provider.name)
    answer = translate.chat(call.caller, model, parameters, OpenAIShape())
    writer = ChunkWriter(include_usage=chat.wants_usage) if chat.stream else None
    return await send_translated(call.request, answer, writer)


async def create_response(call: Call[Program, NativeRequestForModel]) -> web.StreamResponse:
    """Answer in OpenAI's Responses API: whole, or as a stream of its events.

    The request goes to OpenAI as it is; `previous_response_id` may name an answer that the token
    itself has received. For a model of another provider it is translated, and what cannot be is
    refused by its name.
    """
    name = named_model(call.body)
    model = await find_model(call, name, RESPONSES.api)
    if call.services.pass_through.speaks(model, RESPONSES):
        return await pass_through(call, RESPONSES, model, name)
    asked = responses.as_chat(call.body.parsed)
    translate = call.services.translate
    parameters = responses.parameters_of(
        asked.chat, translate.supported(model), model.provider.name
    )
    shape = ResponsesShape(asked.template, asked.tools)
    answer = translate.chat(call.caller, model, parameters, shape)
    writer = responses.EventsOfResponse() if asked.chat.stream else None
    return await send_translated(call.request, answer, writer, responses.NAMES)


async def compact_response(call: Call[Program, NativeRequestForModel]) -> web.StreamResponse:
    """Shorten a conversation of the Responses API."""
    return await pass_on(call, COMPACT_RESPONSE, named_model(call.body))


async def count_input_tokens(call: Call[Program, NativeRequestForModel]) -> web.StreamResponse:
    """Count the tokens of a request to the Responses API."""
    return await pass_on(call, COUNT_INPUT_TOKENS, named_model(call.body))


async def create_embeddings(call: Call[Program, NativeRequestForModel]) -> web.StreamResponse:
    """Turn texts into vectors."""
    return await pass_on(call, EMBEDDINGS, named_model(call.body))


routes = RouteTable()
for _path, _handler, _read, _errors in (
    ("/v1/chat/completions", create_chat_completion, read_native, TRANSLATED_ERRORS),
    ("/v1/responses", create_response, read_native, TRANSLATED_ERRORS),
    ("/v1/responses/compact", compact_response, read_native, PASSED_ERRORS),
    ("/v1/responses/input_tokens", count_input_tokens, read_native, PASSED_ERRORS),
    ("/v1/embeddings", create_embeddings, read_native_numbers, PASSED_ERRORS),
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
            errors=_errors,
            max_body=LARGE_BODY,
            read=_read,
        )
    )
