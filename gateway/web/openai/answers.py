"""Translated answers as OpenAI sends them: a stream of chunks."""

import json
from collections.abc import AsyncGenerator, Mapping
from typing import Any

from aiohttp import web

from gateway.errors import GatewayError
from gateway.web.openai.errors import OPENAI_SHAPE

Json = Mapping[str, Any]


async def stream_chunks(
    request: web.Request, chunks: AsyncGenerator[Json, None], *, include_usage: bool
) -> web.StreamResponse:
    """Send an answer as it arrives: its pieces, the usage if wanted, [DONE].

    Where it breaks off, the last event is the error, and there is no [DONE].

    Source: https://platform.openai.com/docs/api-reference/chat-streaming

    Raises:
        GatewayError: there is no answer.
    """
    first = await anext(chunks)
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream; charset=utf-8"})
    await response.prepare(request)
    ending = b"data: [DONE]\n\n"
    await _write(response, first, include_usage=include_usage)
    try:
        async for chunk in chunks:
            await _write(response, chunk, include_usage=include_usage)
    except GatewayError as error:
        ending = _data(OPENAI_SHAPE.body(error).model_dump())
    await response.write(ending)
    await response.write_eof()
    return response


async def _write(response: web.StreamResponse, chunk: Json, *, include_usage: bool) -> None:
    if chunk["choices"]:
        await response.write(_data({**chunk, "usage": None} if include_usage else chunk))
    elif include_usage:
        await response.write(_data(chunk))


def _data(body: Json) -> bytes:
    return b"data: " + json.dumps(body, ensure_ascii=False).encode() + b"\n\n"
