"""A small client of the gateway's HTTP API, for the demo and the live check."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from gateway.session.sealed_cookie import COOKIE_NAME, CSRF_HEADER


class CallError(Exception):
    """The gateway answered with an error."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(error["message"])
        self.code: str = error["code"]


class Client:
    """Keeps its session's cookie and CSRF token. Use `connect` to make one."""

    def __init__(self, http: aiohttp.ClientSession) -> None:
        self._http = http
        self._headers: dict[str, str] = {}

    async def call(self, method: str, path: str, body: object = None) -> Any:
        """Send a request and give the parsed answer, None where there is none.

        Raises:
            CallError: the gateway answered with an error.
        """
        async with self._http.request(method, path, json=body, headers=self._headers) as response:
            if (cookie := response.cookies.get(COOKIE_NAME)) is not None:
                self._headers["Cookie"] = f"{COOKIE_NAME}={cookie.value}"
            if response.content_type == "text/event-stream":
                return _last_event(await response.text())
            answer: Any = await response.json() if response.status != 204 else None
        if response.status >= 400:
            raise CallError(answer["error"])
        return answer

    async def sign_in(self) -> None:
        """Begin a session."""
        session = await self.call("POST", "/session")
        self._headers[CSRF_HEADER] = session["csrf_token"]


@asynccontextmanager
async def connect(address: str) -> AsyncIterator[Client]:
    """A client of the gateway at that address, with a session that ends with the context."""
    async with aiohttp.ClientSession(address, cookie_jar=aiohttp.DummyCookieJar()) as http:
        client = Client(http)
        await client.sign_in()
        try:
            yield client
        finally:
            await client.call("DELETE", "/session")


def _last_event(stream: str) -> Any:
    """The last event of a stream: the whole answer, or an error."""
    *_, data = (line[6:] for line in stream.splitlines() if line.startswith("data: "))
    last = json.loads(data)
    if "status" not in last:
        raise CallError(last["error"])
    return last
