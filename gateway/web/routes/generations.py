"""Ask for an answer; look at, follow and stop what the caller has asked for."""

from aiohttp import web

from gateway.errors import GenerationNotFound, UnknownProvider
from gateway.generation.answer import Answer
from gateway.generation.job import Generation
from gateway.generation.request import GenerationRequest, Message
from gateway.web.asking import start_generation, upstream_for
from gateway.web.callers import Caller, open_caller
from gateway.web.context import ROOMS, read_body
from gateway.web.describe import GENERATION_ERRORS, Access, described
from gateway.web.events import stream_events
from gateway.web.responses import REQUEST_ID, json_response
from gateway.web.schemas import EmptyBody, Generate, GenerationList, StreamEvent

# What a stream waits for before it opens; an error that comes earlier is a plain HTTP error.
_OPENS_A_STREAM = ("retry", "delta", "done", "error")


@described(
    Access.PERSON_OR_PROGRAM,
    takes=Generate,
    gives=Answer,
    stream=StreamEvent,
    errors=(UnknownProvider, *GENERATION_ERRORS),
)
async def generate(request: web.Request) -> web.StreamResponse:
    """Answer a prompt: whole, or as a stream of events.

    Without `detach` a client that goes away ends the generation, the provider's side included; with
    it the generation goes on, and can be followed again.
    """
    caller = await open_caller(request)
    body = await read_body(request, Generate)
    generation = await start_generation(
        request, caller, lambda caller: _generation_request(request, caller, body)
    )
    if body.detach:
        return await _answer(request, generation, stream=body.stream)
    try:
        if body.stream:
            await generation.opened(_OPENS_A_STREAM)
        return await _answer(request, generation, stream=body.stream)
    finally:
        await generation.stop()


@described(Access.PERSON_OR_PROGRAM, gives=GenerationList)
async def list_generations(request: web.Request) -> web.Response:
    """List the caller's generations, newest first; looking does not keep the session alive."""
    caller = await open_caller(request, keeps_alive=False)
    generations = request.app[ROOMS].jobs.all(caller.owner)
    return json_response(
        GenerationList(generations=[generation.answer() for generation in generations])
    )


@described(Access.PERSON_OR_PROGRAM, gives=Answer, errors=(GenerationNotFound,))
async def get_generation(request: web.Request) -> web.Response:
    """Look at an answer as it stands."""
    return json_response((await _find(request, keeps_alive=False)).answer())


@described(
    Access.PERSON_OR_PROGRAM,
    stream=StreamEvent,
    headers=("Last-Event-ID",),
    errors=(GenerationNotFound,),
)
async def follow_generation(request: web.Request) -> web.StreamResponse:
    """Follow a generation: its events from the start, or after Last-Event-ID."""
    generation = await _find(request, keeps_alive=False)
    last = request.headers.get("Last-Event-ID", "")
    after = int(last) if last.isascii() and last.isdigit() and len(last) < 10 else 0
    return await stream_events(request, generation, after)


@described(Access.PERSON_OR_PROGRAM, takes=EmptyBody, gives=Answer, errors=(GenerationNotFound,))
async def stop_generation(request: web.Request) -> web.Response:
    """Stop a generation and its call to the provider; what arrived so far is kept."""
    generation = await _find(request)
    await read_body(request, EmptyBody)
    await generation.stop()
    return json_response(generation.answer())


async def _find(request: web.Request, *, keeps_alive: bool = True) -> Generation:
    caller = await open_caller(request, keeps_alive=keeps_alive)
    return request.app[ROOMS].jobs.get(caller.owner, request.match_info["generation"])


async def _answer(
    request: web.Request, generation: Generation, *, stream: bool
) -> web.StreamResponse:
    if stream:
        return await stream_events(request, generation)
    return json_response(await generation.finished())


def _generation_request(request: web.Request, caller: Caller, body: Generate) -> GenerationRequest:
    provider = request.app[ROOMS].providers.get(body.provider or caller.keys.selected_provider)
    messages = [Message(m.role, m.content) for m in body.messages or ()]
    if body.system is not None:
        messages.insert(0, Message("system", body.system))
    if body.prompt is not None:
        messages.append(Message("user", body.prompt))
    return GenerationRequest(
        upstream=upstream_for(caller, provider),
        messages=tuple(messages),
        max_tokens=body.max_tokens or provider.settings.max_tokens,
        temperature=body.temperature,
        stream=body.stream,
        id=request[REQUEST_ID],
    )


routes = [
    web.post("/generate", generate),
    web.get("/generations", list_generations),
    web.get("/generations/{generation}", get_generation),
    web.get("/generations/{generation}/events", follow_generation, allow_head=False),
    web.delete("/generations/{generation}", stop_generation),
]
