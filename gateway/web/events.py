"""A generation's events as a text/event-stream."""

from contextlib import aclosing

from aiohttp import web
from pydantic_core import to_json

from gateway.generation.event_log import Event
from gateway.generation.generation import Generation

HEARTBEAT = 15.0
"""Seconds without an event after which a comment line keeps the connection alive."""


async def stream_events(
    request: web.Request, generation: Generation, after: int = 0
) -> web.StreamResponse:
    """Send every event after the one of that id, and a comment line while there are none.

    Source of the format: https://html.spec.whatwg.org/multipage/server-sent-events.html
    """
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream; charset=utf-8"})
    await response.prepare(request)
    async with aclosing(generation.follow(after, heartbeat=HEARTBEAT)) as batches:
        async for batch in batches:
            await response.write(b"".join(map(_encode, batch)) or b":\n\n")
    await response.write_eof()
    return response


def _encode(event: Event) -> bytes:
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (
        event.id,
        event.name.encode(),
        to_json(event.data),
    )
