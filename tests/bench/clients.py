"""Clients of the subjects: OpenAI's protocol, the gateway's own, and LiteLLM's SDK."""

import json
import os
import time
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Literal

import aiohttp

from tests.bench.upstream import MODEL, pieces
from tests.gateway.client import GOOD_KEYS, Client, parse_events

KEY = GOOD_KEYS["openai"]
PROMPT = "What is a gatehouse? Answer in one paragraph."
CALL_PIECES = 60
"""A plain answer's length."""

# The gateway lets one session run so many generations at once, and some to spare.
_CALLS_PER_SESSION = 4

_FIRST_PIECE = pieces(1)[0]


@dataclass(frozen=True)
class Target:
    """What to call, and with which protocol."""

    way: Literal["openai", "gateway", "passed", "sdk"]
    address: str
    """The gateway's address; for the others OpenAI's base URL, with its version."""
    headers: Mapping[str, str] = field(default_factory=dict)
    model: str = MODEL


@dataclass(frozen=True)
class Streamed:
    """A streamed answer. Its moments are of time.perf_counter."""

    first_text_at: float
    ended_at: float
    text: str


class Asker(ABC):
    """Asks one subject, over connections that stay open."""

    @abstractmethod
    async def call(self, lane: int = 0) -> str:
        """The text of a plain answer of CALL_PIECES. Each concurrent caller has its own lane."""

    @abstractmethod
    async def stream(self, count: int) -> Streamed:
        """A streamed answer of so many pieces."""


@asynccontextmanager
async def asking(target: Target, lanes: int) -> AsyncIterator[Asker]:
    """What asks that target, for as many at once as there are lanes."""
    if target.way == "sdk":
        yield SDK(target.address)
        return
    # Between two turns no event loop runs, so an idle connection may have been closed unnoticed.
    connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=2)
    async with aiohttp.ClientSession(
        connector=connector, cookie_jar=aiohttp.DummyCookieJar()
    ) as http:
        if target.way == "openai":
            yield OpenAI(http, target)
        elif target.way == "passed":
            program = await (await _signed_in(http, target.address)).program(models="any")
            yield OpenAI(http, Target("openai", f"{target.address}/v1", program.headers))
        else:
            sessions = [
                await _signed_in(http, target.address) for _ in range(0, lanes, _CALLS_PER_SESSION)
            ]
            yield Gateway(http, target.address, [session.headers for session in sessions])


async def _signed_in(http: aiohttp.ClientSession, address: str) -> Client:
    """A session of the gateway with a key."""
    session = Client(http, address)
    await session.sign_in()
    status, body = await session.put_key("openai")
    assert status == 200, body
    return session


class _OverHTTP(Asker):
    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http = http
        self._url = url

    async def _post(self, body: object, headers: Mapping[str, str]) -> Any:
        async with self._http.post(self._url, json=body, headers=headers) as response:
            assert response.status == 200, await response.text()
            return json.loads(await response.read())

    async def _post_for_stream(
        self, body: object, headers: Mapping[str, str]
    ) -> tuple[float, float, str]:
        """Moment of the first text, moment of the end, and all that came."""
        mark, received, first = _FIRST_PIECE.encode(), bytearray(), 0.0
        async with self._http.post(self._url, json=body, headers=headers) as response:
            assert response.status == 200, await response.text()
            async for chunk in response.content.iter_any():
                received += chunk
                if not first and mark in received:
                    first = time.perf_counter()
        return first, time.perf_counter(), received.decode()


class OpenAI(_OverHTTP):
    """A direct call, or one to a peer: they all speak OpenAI's protocol."""

    def __init__(self, http: aiohttp.ClientSession, target: Target) -> None:
        super().__init__(http, f"{target.address}/chat/completions")
        self._headers = {"Authorization": f"Bearer {KEY}", **target.headers}
        self._model = target.model

    async def call(self, lane: int = 0) -> str:
        """See Asker."""
        answer = await self._post(self._body(CALL_PIECES), self._headers)
        choice = answer["choices"][0]
        assert choice["finish_reason"] == "stop"
        return str(choice["message"]["content"])

    async def stream(self, count: int) -> Streamed:
        """See Asker."""
        body = {**self._body(count), "stream": True, "stream_options": {"include_usage": True}}
        first, ended, received = await self._post_for_stream(body, self._headers)
        lines = [line[6:] for line in received.splitlines() if line.startswith("data: ")]
        assert lines.pop() == "[DONE]"
        choices = [choice for line in lines for choice in json.loads(line)["choices"]]
        assert "stop" in {choice.get("finish_reason") for choice in choices}
        text = "".join(choice["delta"].get("content") or "" for choice in choices)
        return Streamed(first, ended, text)

    def _body(self, count: int) -> dict[str, Any]:
        return {
            "model": self._model,
            "messages": [{"role": "user", "content": PROMPT}],
            "max_tokens": count,
        }


class Gateway(_OverHTTP):
    """This gateway, with several sessions."""

    def __init__(
        self, http: aiohttp.ClientSession, address: str, sessions: list[dict[str, str]]
    ) -> None:
        super().__init__(http, f"{address}/generate")
        self._sessions = sessions

    async def call(self, lane: int = 0) -> str:
        """See Asker."""
        body = {"prompt": PROMPT, "max_tokens": CALL_PIECES}
        answer = await self._post(body, self._sessions[lane // _CALLS_PER_SESSION])
        assert answer["finish_reason"] == "stop"
        return str(answer["text"])

    async def stream(self, count: int) -> Streamed:
        """See Asker."""
        body = {"prompt": PROMPT, "max_tokens": count, "stream": True}
        first, ended, received = await self._post_for_stream(body, self._sessions[0])
        events = parse_events(received)
        name, answer = events[-1]
        text = "".join(data["text"] for event, data in events if event == "delta")
        assert (name, answer["text"], answer["finish_reason"]) == ("done", text, "stop")
        return Streamed(first, ended, text)


class SDK(Asker):
    """LiteLLM's SDK in this very process: the gateway's call, and nothing around it."""

    def __init__(self, api_base: str) -> None:
        # As the gateway sets it: no price list from the web, no debug output.
        os.environ |= {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_LOG": "ERROR"}
        os.environ["LITELLM_MODE"] = "PRODUCTION"
        litellm: Any = import_module("litellm")
        litellm.suppress_debug_info = True
        self._acompletion = litellm.acompletion
        self._arguments = {
            "model": f"openai/{MODEL}",
            "messages": [{"role": "user", "content": PROMPT}],
            "api_key": KEY,
            "api_base": api_base,
            "timeout": 120,
            "num_retries": 0,
            "max_retries": 0,
            "drop_params": True,
        }

    async def call(self, lane: int = 0) -> str:
        """See Asker."""
        answer = await self._acompletion(**self._arguments, max_tokens=CALL_PIECES)
        assert answer.choices[0].finish_reason == "stop"
        return str(answer.choices[0].message.content)

    async def stream(self, count: int) -> Streamed:
        """See Asker."""
        first, text, reasons = 0.0, [], set()
        stream = await self._acompletion(
            **self._arguments,
            max_tokens=count,
            stream=True,
            stream_options={"include_usage": True},
        )
        async for chunk in stream:
            for choice in chunk.choices:
                reasons.add(choice.finish_reason)
                if choice.delta.content:
                    text.append(choice.delta.content)
                    first = first or time.perf_counter()
        ended = time.perf_counter()
        assert "stop" in reasons
        return Streamed(first, ended, "".join(text))
