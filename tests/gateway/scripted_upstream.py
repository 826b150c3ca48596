"""A provider that sends hand-written replies, for what the sandbox does not play."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from aiohttp import web
from aiohttp.test_utils import TestServer
from multidict import CIMultiDict

Reply = Callable[[web.Request], Awaitable[web.StreamResponse]]
Json = Mapping[str, Any]

DONE = b"data: [DONE]\n\n"


def chunk(**delta: object) -> bytes:
    """A chunk of an OpenAI stream; `finish_reason` is the choice's, all else the delta's."""
    finish_reason = delta.pop("finish_reason", None)
    choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
    return event({"id": "c", "choices": [choice]})


def event(data: Json) -> bytes:
    """A server-sent event."""
    return b"data: " + json.dumps(data).encode() + b"\n\n"


def streamed(*pieces: bytes) -> Reply:
    """A reply that streams these bytes."""

    async def reply(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        for piece in pieces:
            await response.write(piece)
        return response

    return reply


def plain(body: Json, status: int = 200) -> Reply:
    """A reply of this JSON."""

    async def reply(request: web.Request) -> web.StreamResponse:
        return web.json_response(body, status=status)

    return reply


def page(status: int, text: str, **headers: str) -> Reply:
    """An HTML page as reply, as a proxy between gateway and provider sends it."""

    async def reply(request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, text=text, content_type="text/html", headers=headers)

    return reply


def openai_body(finish_reason: str | None, **message: object) -> Json:
    """A plain answer of OpenAI's."""
    message = {"role": "assistant", "content": "So far", **message}
    choice = {"index": 0, "message": message, "finish_reason": finish_reason}
    return {"id": "c", "object": "chat.completion", "created": 1, "choices": [choice]}


def anthropic_body(stop_reason: str) -> Json:
    """A plain answer of Anthropic's."""
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "claude",
        "content": [{"type": "text", "text": "So far"}],
        "stop_reason": stop_reason,
        "usage": {"input_tokens": 3, "output_tokens": 2},
    }


def gemini_body(finish_reason: str) -> Json:
    """A plain answer of Gemini's."""
    content = {"role": "model", "parts": [{"text": "So far"}]}
    usage = {"promptTokenCount": 3, "candidatesTokenCount": 2, "totalTokenCount": 5}
    return {
        "candidates": [{"content": content, "finishReason": finish_reason, "index": 0}],
        "usageMetadata": usage,
    }


@dataclass(frozen=True)
class ReceivedRequest:
    """A request for an answer, as the upstream received it."""

    method: str
    path: str
    headers: CIMultiDict[str]
    body: Any


class ScriptedUpstream:
    """All three providers on one address; `replies` gives the reply to each prompt.

    Without a reply of its own, a prompt gets the one of the empty prompt. Every request for a list
    of models gets an empty list.
    """

    def __init__(self, replies: Mapping[str, Reply]) -> None:
        self._replies = replies
        self.requests: list[ReceivedRequest] = []
        app = web.Application()
        app.router.add_get("/{path:.*}", self._models)
        app.router.add_post("/{path:.*}", self._reply)
        self._server = TestServer(app)

    @property
    def api_bases(self) -> dict[str, str]:
        """Each provider's `api_base`."""
        base = str(self._server.make_url("")).rstrip("/")
        return {"openai": f"{base}/v1", "anthropic": base, "gemini": f"{base}/v1beta"}

    def forget(self) -> None:
        """Forget all requests."""
        self.requests.clear()

    async def _models(self, request: web.Request) -> web.Response:
        return web.json_response({"object": "list", "data": [], "models": []})

    async def _reply(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.requests.append(
            ReceivedRequest(request.method, request.raw_path, CIMultiDict(request.headers), body)
        )
        reply = self._replies.get(prompt_of(body)) or self._replies[""]
        return await reply(request)

    async def __aenter__(self) -> Self:
        await self._server.start_server()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._server.close()


def prompt_of(body: Any) -> str:
    """The last message's text, in the format of any of the three providers."""
    if "contents" in body:
        return str(body["contents"][-1]["parts"][-1]["text"])
    content = body["messages"][-1]["content"]
    return str(content if isinstance(content, str) else content[-1]["text"])
