"""A client of the HTTP API that keeps its session's cookie and CSRF token."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, TypeVar

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from gateway.session.sealed_cookie import COOKIE_NAME
from gateway.web.server import GatewayRunner

T = TypeVar("T")

PROVIDERS = ("openai", "anthropic", "gemini")

NAMES = {"openai": "OpenAI", "anthropic": "Anthropic", "gemini": "Gemini"}

GOOD_KEYS = {
    "openai": "sk-proj-Zq81vKp2Rw93Lm45Tx67Hy08Nc12Fd34WXYZ",
    "anthropic": "sk-ant-api03-Jt52Kq81vPz2Rw93Lm45Tx67Hy08NcWXYZ",
    "gemini": "AIzaSyQ81vKp2Rw93Lm45Tx67Hy08Nc12Fd3WXYZ",
}


class GatewayServer(TestServer):
    """The gateway on a real socket, run as the product runs it."""

    async def _make_runner(self, **kwargs: Any) -> web.AppRunner:
        return GatewayRunner(self.app)


class Client:
    """Talks to a gateway as a script on this machine would."""

    def __init__(self, http: aiohttp.ClientSession, address: str) -> None:
        self.http = http
        self.address = address
        self.cookie: str | None = None
        self.csrf_token: str | None = None
        self.bearer: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The session's cookie and CSRF token, or the access token: those that there are."""
        headers = {}
        if self.bearer is not None:
            headers["Authorization"] = f"Bearer {self.bearer}"
        if self.cookie is not None:
            headers["Cookie"] = f"{COOKIE_NAME}={self.cookie}"
        if self.csrf_token is not None:
            headers["X-CSRF-Token"] = self.csrf_token
        return headers

    async def call(
        self, method: str, path: str, body: object = None, **kwargs: Any
    ) -> tuple[int, Any]:
        """Send a request with the session. Gives the status and the parsed body."""
        headers = {**self.headers, **kwargs.pop("headers", {})}
        async with self.http.request(
            method, self.address + path, json=body, headers=headers, **kwargs
        ) as response:
            if (cookie := response.cookies.get(COOKIE_NAME)) is not None:
                self.cookie = cookie.value
            text = await response.text()
            return response.status, await response.json() if text else None

    async def sign_in(self) -> dict[str, Any]:
        """Begin a session."""
        status, session = await self.call("POST", "/session")
        assert status == 201
        self.csrf_token = session["csrf_token"]
        return dict(session)

    async def generate_text(self, **body: object) -> str:
        """The response to POST /generate as it was written: an answer, an error or a stream."""
        async with self.http.post(
            f"{self.address}/generate", json=body, headers=self.headers
        ) as response:
            return await response.text()

    async def put_key(self, provider: str, key: str | None = None, **fields: object) -> Any:
        """Enter a key; gives status and body."""
        body = {"api_key": key or GOOD_KEYS[provider], **fields}
        return await self.call("PUT", f"/keys/{provider}", body)

    async def program(self, **fields: object) -> "Client":
        """A client that has an access token of this session instead of the session itself."""
        status, token = await self.call("POST", "/tokens", {"name": "a program", **fields})
        assert status == 201, token
        program = Client(self.http, self.address)
        program.bearer = token["token"]
        return program

    async def key_states(self) -> dict[str, str]:
        """Each provider's key state."""
        _, body = await self.call("GET", "/providers")
        return {entry["id"]: entry["key"]["state"] for entry in body["providers"]}

    async def events(self, body: object, path: str = "/generate") -> list[tuple[str, Any]]:
        """Generate as a stream and give the events. Fails if the response is no stream."""
        async with self.http.post(self.address + path, json=body, headers=self.headers) as response:
            assert response.status == 200, await response.text()
            assert response.content_type == "text/event-stream"
            return parse_events(await response.text())

    async def begin(self, prompt: str, **fields: object) -> str:
        """Start a detached stream and disconnect at once. Gives the generation's id."""
        body = {"prompt": prompt, "stream": True, "detach": True, **fields}
        async with self.http.post(
            f"{self.address}/generate", json=body, headers=self.headers
        ) as response:
            (start,) = parse_events((await response.content.readuntil(b"\n\n")).decode())
        return str(start[1]["id"])

    async def follow(self, generation: str, after: int = 0) -> list[tuple[str, Any]]:
        """A generation's events after the one with this id, until its end."""
        path = f"{self.address}/generations/{generation}/events"
        headers = {**self.headers, "Last-Event-ID": str(after)}
        async with self.http.get(path, headers=headers) as response:
            return parse_events(await response.text())

    async def generations(self) -> list[dict[str, Any]]:
        """The session's generations, newest first."""
        _, listed = await self.call("GET", "/generations")
        return list(listed["generations"])


async def gather_few(calls: Iterable[Awaitable[T]]) -> list[T]:
    """What the calls give, in their order; eight run at once, as many as a session allows."""
    few = asyncio.Semaphore(8)

    async def run(call: Awaitable[T]) -> T:
        async with few:
            return await call

    return await asyncio.gather(*(run(call) for call in calls))


async def wait_until(true: Callable[[], bool]) -> None:
    """Poll until this is true. The time limit allows for LiteLLM's import."""
    async with asyncio.timeout(30):
        while not true():  # noqa: ASYNC110 - the sandbox has no event for it
            await asyncio.sleep(0.01)


def parse_events(text: str) -> list[tuple[str, Any]]:
    """The events of a stream: name and data."""
    events = []
    for block in text.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if line != ":")
        if fields:
            events.append((fields["event"], json.loads(fields["data"])))
    return events
