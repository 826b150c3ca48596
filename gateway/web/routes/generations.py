"""Ask for an answer; look at, follow and stop what the caller has asked for."""

from aiohttp import web

from gateway.errors import (
    ContentBlocked,
    ContextTooLong,
    GatewayError,
    GenerationNotFound,
    KeyRejected,
    MissingKey,
    ModelUnavailable,
    PermissionDenied,
    ProviderError,
    ProviderOverloaded,
    ProviderTimeout,
    ProviderUnreachable,
    QuotaExhausted,
    RateLimited,
    RegionNotSupported,
    TooManyGenerations,
    UnknownProvider,
)
from gateway.generation.answer import Answer
from gateway.generation.generation import Generation
from gateway.providers.chat import Message
from gateway.services.generating import Prompt
from gateway.session.authentication import Caller
from gateway.web.authentication import PERSON_OR_PROGRAM
from gateway.web.bodies import LARGE_BODY
from gateway.web.events import stream_events
from gateway.web.passing_through import ModelNotFound
from gateway.web.responses import REQUEST_ID, json_response
from gateway.web.routing import Call, Route, RouteTable
from gateway.web.schemas import EmptyBody, Generate, GenerationList, StreamEvent

GENERATION_ERRORS: tuple[type[GatewayError], ...] = (
    ContextTooLong,
    ContentBlocked,
    MissingKey,
    KeyRejected,
    QuotaExhausted,
    PermissionDenied,
    RegionNotSupported,
    ModelUnavailable,
    RateLimited,
    TooManyGenerations,
    ProviderError,
    ProviderUnreachable,
    ProviderOverloaded,
    ProviderTimeout,
)

TRANSLATED_ERRORS: tuple[type[GatewayError], ...] = (ModelNotFound, *GENERATION_ERRORS)
"""What a request in a provider's API can end with where it is translated for another one."""
"""What a prompt may end with."""

# A stream opens at the first of these events; an error before it is a plain HTTP error.
_OPENS_A_STREAM = ("retry", "delta", "done", "error")


async def generate(call: Call[Caller, Generate]) -> web.StreamResponse:
    """Answer a prompt: whole, or as a stream of events.

    Without `detach` a client that goes away ends the generation, the provider's side included; with
    it the generation goes on, and can be followed again.
    """
    services, body = call.services, call.body
    model = services.models.fixed(body.provider or call.caller.open_keys().selected_provider)
    prompt = _prompt(body, call.request[REQUEST_ID])
    generation = await services.generate.start(call.caller, prompt, model, shortens=True)
    if body.detach:
        return await _answer(call.request, generation, stream=body.stream)
    try:
        if body.stream:
            await generation.opened(_OPENS_A_STREAM)
        return await _answer(call.request, generation, stream=body.stream)
    finally:
        await generation.stop()


async def list_generations(call: Call[Caller, None]) -> web.Response:
    """List the caller's generations, newest first; looking does not keep the session alive."""
    generations = call.services.generate.all(call.caller)
    return json_response(
        GenerationList(generations=[generation.answer() for generation in generations])
    )


async def get_generation(call: Call[Caller, None]) -> web.Response:
    """Look at an answer as it stands."""
    return json_response(_find(call).answer())


async def follow_generation(call: Call[Caller, None]) -> web.StreamResponse:
    """Follow a generation: its events from the start, or after Last-Event-ID."""
    last = call.request.headers.get("Last-Event-ID", "")
    after = int(last) if last.isascii() and last.isdigit() and len(last) < 10 else 0
    return await stream_events(call.request, _find(call), after)


async def stop_generation(call: Call[Caller, EmptyBody]) -> web.Response:
    """Stop a generation and its call to the provider; what arrived so far is kept."""
    generation = _find(call)
    await generation.stop()
    return json_response(generation.answer())


def _find(call: Call[Caller, None] | Call[Caller, EmptyBody]) -> Generation:
    return call.services.generate.get(call.caller, call.parameter("generation"))


async def _answer(
    request: web.Request, generation: Generation, *, stream: bool
) -> web.StreamResponse:
    if stream:
        return await stream_events(request, generation)
    return json_response(await generation.finished())


def _prompt(body: Generate, request_id: str) -> Prompt:
    messages = [Message(m.role, m.content) for m in body.messages or ()]
    if body.system is not None:
        messages.insert(0, Message("system", body.system))
    if body.prompt is not None:
        messages.append(Message("user", body.prompt))
    return Prompt(
        messages=tuple(messages),
        max_tokens=body.max_tokens,
        temperature=body.temperature,
        stream=body.stream,
        request_id=request_id,
    )


routes = RouteTable()
routes.add(
    Route(
        "POST",
        "/generate",
        generate,
        access=PERSON_OR_PROGRAM,
        takes=Generate,
        gives=Answer,
        stream=StreamEvent,
        errors=(UnknownProvider, *GENERATION_ERRORS),
        max_body=LARGE_BODY,
    )
)
routes.add(
    Route(
        "GET",
        "/generations",
        list_generations,
        access=PERSON_OR_PROGRAM,
        gives=GenerationList,
        keeps_alive=False,
    )
)
routes.add(
    Route(
        "GET",
        "/generations/{generation}",
        get_generation,
        access=PERSON_OR_PROGRAM,
        gives=Answer,
        errors=(GenerationNotFound,),
        keeps_alive=False,
    )
)
routes.add(
    Route(
        "GET",
        "/generations/{generation}/events",
        follow_generation,
        access=PERSON_OR_PROGRAM,
        stream=StreamEvent,
        headers=("Last-Event-ID",),
        errors=(GenerationNotFound,),
        keeps_alive=False,
    )
)
routes.add(
    Route(
        "DELETE",
        "/generations/{generation}",
        stop_generation,
        access=PERSON_OR_PROGRAM,
        takes=EmptyBody,
        gives=Answer,
        errors=(GenerationNotFound,),
    )
)
