"""Answers that have been translated: sent whole, or as a stream of events."""

import json
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from types import MappingProxyType
from typing import Any, ClassVar

from aiohttp import web

from gateway.errors import GatewayError, InvalidRequest
from gateway.web.error_shapes import ErrorShape
from gateway.web.passing_through import may_be_tried_again
from gateway.web.responses import REQUEST_ID, json_response

Json = Mapping[str, Any]


class EventWriter(ABC):
    """How one API writes the events of a stream."""

    errors: ClassVar[ErrorShape]
    ending: ClassVar[bytes] = b""
    """What follows the last event of a whole answer."""

    @abstractmethod
    def event(self, content: Json) -> bytes:
        """One event; empty where the program has not asked for it."""

    def failure(self, error: GatewayError, request_id: str) -> bytes:
        """The last event of an answer that breaks off."""
        return self.event(self.errors.body(error, request_id).model_dump())


async def send_translated(
    request: web.Request,
    pieces: AsyncGenerator[Json, None],
    writer: EventWriter | None,
    names: Mapping[str, str] = MappingProxyType({}),
) -> web.StreamResponse:
    """Send an answer: whole, or with a writer as a stream, each piece as it comes.

    Where a stream breaks off, its last event is the error.

    Args:
        request: what is answered.
        pieces: the answer.
        writer: writes the events of a stream.
        names: as `renamed` takes them.

    Raises:
        GatewayError: there is no answer.
    """
    try:
        async with aclosing(pieces):
            if writer is None:
                [answer] = [piece async for piece in pieces]
                return json_response(answer)
            return await _stream(request, await anext(pieces), pieces, writer)
    except InvalidRequest as error:
        raise renamed(error, names) from None
    except GatewayError as error:
        raise may_be_tried_again(error) from None


async def _stream(
    request: web.Request, first: Json, rest: AsyncGenerator[Json, None], writer: EventWriter
) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream; charset=utf-8"})
    await response.prepare(request)
    await response.write(writer.event(first))
    ending = writer.ending
    try:
        async for piece in rest:
            await response.write(writer.event(piece))
    except GatewayError as error:
        ending = writer.failure(error, request[REQUEST_ID])
    await response.write(ending)
    await response.write_eof()
    return response


def as_named_event(content: Json) -> bytes:
    """An event that has its type as its name."""
    return b"event: %s\n%s" % (str(content["type"]).encode(), as_data(content))


def renamed(error: InvalidRequest, names: Mapping[str, str]) -> InvalidRequest:
    """An error about a translated request, with the field's name in the API that was asked.

    Args:
        error: what is wrong in OpenAI's terms.
        names: the API's own names, by OpenAI's.
    """
    field = error.field or ""
    first, dot, rest = field.partition(".")
    if (name := names.get(first)) is None:
        return error
    return InvalidRequest(error.message.replace(first, name, 1), field=f"{name}{dot}{rest}")


def as_data(content: Json) -> bytes:
    """The data of an event, and the blank line that ends it."""
    return b"data: " + json.dumps(content, ensure_ascii=False).encode("utf-8", "replace") + b"\n\n"
