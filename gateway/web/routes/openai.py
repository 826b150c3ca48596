"""OpenAI's protocol, for programs that use an access token as their API key."""

from aiohttp import web

from gateway.errors import InvalidRequest
from gateway.providers.chat import Message
from gateway.services.generating import Prompt
from gateway.session.authentication import Program
from gateway.web.authentication import PROGRAM
from gateway.web.bodies import LARGE_BODY, read_body
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
from gateway.web.routes.generations import GENERATION_ERRORS
from gateway.web.routing import Call, Route, RouteTable

# A stream opens at the first of these events; an error before it is a plain HTTP error.
_OPENS_A_STREAM = ("delta", "done", "error")


async def create_chat_completion(
    call: Call[Program, ChatCompletionRequest],
) -> web.StreamResponse:
    """Answer a conversation in OpenAI's protocol: whole, or as a stream of chunks.

    `model` is a provider's id, its fixed model, or `provider/model`. A client that goes away ends
    the generation, the provider's side included.
    """
    body = call.body
    model = call.services.models.find(body.model)
    if model is None:
        raise ModelNotFound(field="model")
    prompt = _prompt(body, call.request[REQUEST_ID])
    generation = await call.services.generate.start(call.caller, prompt, model)
    try:
        if not body.stream:
            return json_response(chat_completion(await generation.finished()))
        await generation.opened(_OPENS_A_STREAM)
        options = body.stream_options
        return await stream_chunks(
            call.request, generation, include_usage=bool(options and options.include_usage)
        )
    finally:
        await generation.stop()


async def list_models(call: Call[Program, None]) -> web.Response:
    """List the fixed model of each provider that the token may use."""
    since = int(call.services.started_at.timestamp())
    models = [
        Model(id=name, created=since, owned_by=provider.id)
        for name, provider in call.services.models.names(call.caller)
    ]
    return json_response(ModelList(data=models))


async def _read_chat_completion(
    request: web.Request, model: type[ChatCompletionRequest], limit: int
) -> ChatCompletionRequest:
    """The request's body; an error about a field that has no effect here says to leave it out."""
    try:
        return await read_body(request, model, limit)
    except InvalidRequest as error:
        field = (error.field or "").partition(".")[0]
        if field in NOT_HONOURED or (field and field not in model.model_fields):
            message = f"{field}: the gateway cannot honour this. Leave it out."
            raise InvalidRequest(message, field=field) from None
        raise


def _prompt(body: ChatCompletionRequest, request_id: str) -> Prompt:
    return Prompt(
        messages=tuple(
            Message("system" if m.role == "developer" else m.role, m.text) for m in body.messages
        ),
        max_tokens=body.max_completion_tokens or body.max_tokens,
        temperature=body.temperature,
        stream=bool(body.stream),
        request_id=request_id,
    )


routes = RouteTable()
routes.add(
    Route(
        "POST",
        "/v1/chat/completions",
        create_chat_completion,
        access=PROGRAM,
        takes=ChatCompletionRequest,
        gives=ChatCompletion,
        stream=ChunkEvent,
        errors=(ModelNotFound, GenerationStopped, *GENERATION_ERRORS),
        max_body=LARGE_BODY,
        read=_read_chat_completion,
    )
)
routes.add(Route("GET", "/v1/models", list_models, access=PROGRAM, gives=ModelList))
