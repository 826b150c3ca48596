"""OpenAI's protocol: programs work unchanged with an access token as their API key."""

import dataclasses

from aiohttp import web

from gateway.errors import InvalidRequest
from gateway.generation.request import GenerationRequest, Message
from gateway.providers import Provider
from gateway.web.asking import start_generation, upstream_for
from gateway.web.callers import Caller, may_use, open_token
from gateway.web.context import ROOMS, read_body
from gateway.web.describe import GENERATION_ERRORS, Access, described
from gateway.web.openai.answers import chat_completion, stream_chunks
from gateway.web.openai.errors import GenerationStopped, ModelNotFound
from gateway.web.openai.schemas import (
    NOT_HONOURED,
    ChatCompletion,
    ChatCompletionRequest,
    ChunkEvent,
    Model,
    ModelList,
)
from gateway.web.responses import REQUEST_ID, json_response

# What a stream waits for before it opens; an error that comes earlier is a plain HTTP error.
_OPENS_A_STREAM = ("delta", "done", "error")


@described(
    Access.PROGRAM,
    takes=ChatCompletionRequest,
    gives=ChatCompletion,
    stream=ChunkEvent,
    errors=(ModelNotFound, GenerationStopped, *GENERATION_ERRORS),
)
async def create_chat_completion(request: web.Request) -> web.StreamResponse:
    """Answer a conversation in OpenAI's protocol: whole, or as a stream of chunks.

    `model` is a provider's id, its fixed model, or `provider/model`. A client that goes away ends
    the generation, the provider's side included.
    """
    caller = open_token(request)
    body = await _read_body(request)
    model = _find_model(request, body.model)
    generation = await start_generation(
        request, caller, lambda caller: _generation_request(request, caller, model, body)
    )
    try:
        if not body.stream:
            return json_response(chat_completion(await generation.finished()))
        await generation.opened(_OPENS_A_STREAM)
        options = body.stream_options
        return await stream_chunks(
            request, generation, include_usage=bool(options and options.include_usage)
        )
    finally:
        await generation.stop()


@described(Access.PROGRAM, gives=ModelList)
async def list_models(request: web.Request) -> web.Response:
    """List the fixed model of each provider that the token may use."""
    caller = open_token(request)
    rooms = request.app[ROOMS]
    since = int(rooms.started_at.timestamp())
    models = [
        Model(id=_model_id(request, provider), created=since, owned_by=provider.id)
        for provider in rooms.providers.all()
        if may_use(caller, provider.id)
    ]
    return json_response(ModelList(data=models))


async def _read_body(request: web.Request) -> ChatCompletionRequest:
    try:
        return await read_body(request, ChatCompletionRequest)
    except InvalidRequest as error:
        field = (error.field or "").partition(".")[0]
        if field in NOT_HONOURED or (field and field not in ChatCompletionRequest.model_fields):
            message = f"{field}: the gateway cannot honour this. Leave it out."
            raise InvalidRequest(message, field=field) from None
        raise


def _find_model(request: web.Request, name: str) -> tuple[Provider, tuple[str, ...]]:
    """The provider that a model's name stands for, and the models that it is asked for.

    A name is a provider's id, its fixed model, or `provider/model`; the last may be a successor.

    Raises:
        ModelNotFound: it stands for none.
    """
    providers = request.app[ROOMS].providers.all()
    for provider in providers:
        if name in (provider.id, f"{provider.id}/{provider.settings.model}"):
            return provider, provider.settings.upstream_models
    for provider in providers:
        for index, model in enumerate(provider.settings.upstream_models):
            if name == f"{provider.id}/{model.partition('/')[2]}":
                return provider, provider.settings.upstream_models[index:]
    for provider in providers:
        if name == provider.settings.model:
            return provider, provider.settings.upstream_models
    raise ModelNotFound(field="model")


def _model_id(request: web.Request, provider: Provider) -> str:
    """A name by which _find_model finds this provider and no other."""
    model = provider.settings.model
    return model if _find_model(request, model)[0] is provider else f"{provider.id}/{model}"


def _generation_request(
    request: web.Request,
    caller: Caller,
    model: tuple[Provider, tuple[str, ...]],
    body: ChatCompletionRequest,
) -> GenerationRequest:
    provider, candidates = model
    return GenerationRequest(
        upstream=dataclasses.replace(upstream_for(caller, provider), candidates=candidates),
        messages=tuple(
            Message("system" if m.role == "developer" else m.role, m.text) for m in body.messages
        ),
        max_tokens=body.max_completion_tokens or body.max_tokens or provider.settings.max_tokens,
        temperature=body.temperature,
        stream=bool(body.stream),
        id=request[REQUEST_ID],
    )


routes = [
    web.post("/v1/chat/completions", create_chat_completion),
    web.get("/v1/models", list_models),
]
