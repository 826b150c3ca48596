"""The providers' own APIs: what goes to the provider, and what comes back, byte for byte."""

import asyncio
import io
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.gateway.client import PROVIDERS, Client, wait_until
from tests.gateway.conftest import StartGateway, settings_for

PERSONS = WeakKeyDictionary[Client, Client]()
"""The person behind each program."""

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Provider:
    """All three providers on one address; keeps what arrived."""

    answer: Answer
    paths: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    headers: list[Any] = field(default_factory=list)
    left: int = 0
    """How many clients left before the end."""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if request.method == "GET":
            return web.json_response({"data": [], "models": []})
        self.bodies.append(await request.read())
        self.paths.append(request.raw_path)
        self.headers.append(request.headers)
        try:
            return await self.answer(request)
        except asyncio.CancelledError:
            self.left += 1
            raise


async def hi(_request: web.Request) -> web.StreamResponse:
    return web.json_response({"hi": "there"})


@asynccontextmanager
async def started(
    start_gateway: StartGateway, answer: Answer = hi, *, keyless: str = "", **token: object
) -> AsyncIterator[tuple[Provider, Client]]:
    """A provider that answers like this, and a program with such a token.

    The provider of the id `keyless` needs no key.
    """
    provider = Provider(answer)
    app = web.Application(client_max_size=64 << 20)
    app.router.add_route("*", "/{path:.*}", provider.handle)
    async with TestServer(app, handler_cancellation=True) as server:
        base = str(server.make_url("")).rstrip("/")
        bases = {"openai": f"{base}/v1", "anthropic": base, "gemini": f"{base}/v1beta"}
        settings = settings_for(bases)
        if keyless:
            local = settings.providers[keyless].model_copy(update={"needs_key": False})
            providers = {**settings.providers, keyless: local}
            settings = settings.model_copy(update={"providers": providers})
        client = await start_gateway(settings)
        await client.sign_in()
        for name in PROVIDERS:
            if name == keyless:
                continue
            assert (await client.put_key(name))[0] == 200
        program = await client.program(**{"models": "any", **token})
        PERSONS[program] = client
        yield provider, program


async def post(
    program: Client, path: str, body: bytes | str | io.BytesIO, **headers: str
) -> tuple[aiohttp.ClientResponse, bytes]:
    """Status, headers and body of an answer."""
    async with program.http.post(
        program.address + path,
        data=body,
        headers={"Content-Type": "application/json", **program.headers, **headers},
    ) as response:
        return response, await response.read()


ODD = '{ "x\\u00e9" : [1.0e5, {"y":"\\ud83d"} ],\n"model":MODEL , "é": "\\/", "new_field":{}}'

# Route, the path at the provider, and the model's name there.
ENDPOINTS = {
    "/v1/chat/completions": ("/v1/chat/completions", "gpt-4.1"),
    "/v1/responses": ("/v1/responses", "gpt-4.1"),
    "/v1/responses/compact": ("/v1/responses/compact", "gpt-4.1"),
    "/v1/responses/input_tokens": ("/v1/responses/input_tokens", "gpt-4.1"),
    "/v1/embeddings": ("/v1/embeddings", "text-embedding-3-small"),
    "/v1/messages": ("/v1/messages", "claude-sonnet-4-6"),
    "/v1/messages/count_tokens?beta=true": (
        "/v1/messages/count_tokens?beta=true",
        "claude-sonnet-4-6",
    ),
}
METHODS = (
    "generateContent",
    "streamGenerateContent?alt=sse",
    "countTokens",
    "embedContent",
    "batchEmbedContents",
)


@pytest.mark.parametrize("path", ENDPOINTS)
async def test_body_goes_through_byte_for_byte(start_gateway: StartGateway, path: str) -> None:
    there, model = ENDPOINTS[path]
    api = "anthropic" if "messages" in path else "openai"
    async with started(start_gateway) as (provider, program):
        for name in (model, f"{api}/{model}"):
            body = ODD.replace("MODEL", json.dumps(name))
            response, answer = await post(program, path, body)
            assert (response.status, answer) == (200, b'{"hi": "there"}')
            assert provider.paths.pop() == there
            assert provider.bodies.pop().decode() == ODD.replace("MODEL", json.dumps(model))


@pytest.mark.parametrize("base", ["/v1beta", "/v1"])
@pytest.mark.parametrize("method", METHODS)
async def test_gemini_has_the_model_in_its_path(
    start_gateway: StartGateway, base: str, method: str
) -> None:
    async with started(start_gateway) as (provider, program):
        for name in ("gemini-2.5-pro", "gemini/gemini-2.5-pro"):
            body = ODD.replace("MODEL", f'"models/{name}"')
            response, _ = await post(program, f"{base}/models/{name}:{method}", body)
            assert response.status == 200
            assert provider.paths.pop() == f"/v1beta/models/gemini-2.5-pro:{method}"
            assert provider.bodies.pop().decode() == body
        wrong = ODD.replace("MODEL", '"models/gemini-3-ultra"')
        response, _ = await post(program, f"{base}/models/gemini-2.5-pro:{method}", wrong)
        assert response.status == 400
        assert provider.bodies == []


SENT = {
    "anthropic-version": "2023-06-01",
    "anthropic-beta": "a-2025-01-01,b-2025-01-01",
    "User-Agent": "my-agent/1.0",
    "Accept": "text/event-stream",
    "X-Stainless-Lang": "python",
    "OpenAI-Organization": "org-1",
    "Idempotency-Key": "k",
}
NOT_SENT = {
    "Authorization": "Bearer TOKEN",
    "X-Api-Key": "TOKEN",
    "X-Goog-Api-Key": "other",
    "Api-Key": "x",
    "Cookie": "a=b",
    "Accept-Encoding": "gzip",
    "Referer": "http://x/",
    "Sec-Ch-Ua": "x",
    "Forwarded": "for=1",
    "X-Forwarded-For": "1.2.3.4",
    "Via": "1.1 x",
    "X-HTTP-Method-Override": "DELETE",
    "X-Goog-User-Project": "p",
    "Proxy-Authorization": "Basic x",
    "TE": "trailers",
    "Connection": "keep-alive, X-Mine",
    "X-Mine": "1",
    "X-Gatehouse-Extension": "0.1.0; contract=1",
}


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/v1/chat/completions", "Authorization"),
        ("/v1/messages", "x-api-key"),
        ("/v1beta/models/gemini:generateContent", "x-goog-api-key"),
    ],
)
async def test_headers_that_go_along(start_gateway: StartGateway, path: str, key: str) -> None:
    async with started(start_gateway) as (provider, program):
        token = str(program.bearer)
        program.bearer = None
        headers = {name: value.replace("TOKEN", token) for name, value in NOT_SENT.items()}
        body = '{"model": "anthropic"}' if "messages" in path else '{"model": "openai"}'
        query = "?key2=1&beta=true&api-version=2&alt=sse&x=y"
        if "gemini" in path:
            body = "{}"
        response, _ = await post(program, path + query, body, **SENT, **headers)
        assert response.status == 200
        (got,) = provider.headers
        assert {name: got[name] for name in SENT} == SENT
        gone = {name.lower() for name in NOT_SENT} - {key.lower(), "accept-encoding", "connection"}
        assert gone.isdisjoint(name.lower() for name in got)
        assert "gtw_" not in str(got)
        assert got[key].endswith("WXYZ")
        assert got.getall("Accept-Encoding") == ["identity"]
        assert provider.paths[0].partition("?")[2] == "beta=true&alt=sse&api-version=2"


async def test_headers_that_come_back(start_gateway: StartGateway) -> None:
    async def answer(_request: web.Request) -> web.StreamResponse:
        headers = [
            ("x-request-id", "req_theirs"),
            ("x-ratelimit-remaining-tokens", "5"),
            ("retry-after", "7"),
            ("Set-Cookie", "a=b"),
            ("Access-Control-Allow-Origin", "*"),
            ("Strict-Transport-Security", "max-age=1"),
            ("Alt-Svc", "h3"),
            ("Cache-Control", "public"),
            ("X-Content-Type-Options", "x"),
            ("Connection", "X-Mine"),
            ("X-Mine", "1"),
            ("Content-Type", "application/problem+json"),
        ]
        return web.Response(status=429, body=b'{"error": 1}', headers=headers)

    async with started(start_gateway, answer) as (_, program):
        response, body = await post(program, "/v1/messages", '{"model": "anthropic"}')
    assert (response.status, body) == (429, b'{"error": 1}')
    got = response.headers
    assert got["x-request-id"] == "req_theirs"
    assert got["X-Gatehouse-Request-Id"].startswith("req_")
    assert got["retry-after"] == "7"
    assert got["x-ratelimit-remaining-tokens"] == "5"
    assert got["Content-Type"] == "application/problem+json"
    assert got.getall("Cache-Control") == ["no-store"]
    assert got.getall("X-Content-Type-Options") == ["nosniff"]
    for name in ("Set-Cookie", "Strict-Transport-Security", "Alt-Svc", "X-Mine"):
        assert name not in got
    assert not any(name.lower().startswith("access-control") for name in got)


async def test_each_piece_comes_in_the_moment_in_which_it_arrives(
    start_gateway: StartGateway,
) -> None:
    go_on = asyncio.Event()

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        for _ in range(3):
            await response.write(b"data: {")
            await go_on.wait()
            go_on.clear()
        return response

    async with (
        started(start_gateway, answer) as (_, program),
        program.http.post(
            f"{program.address}/v1/chat/completions",
            json={"model": "openai", "stream": True},
            headers=program.headers,
        ) as response,
    ):
        for _ in range(3):
            assert await response.content.readany() == b"data: {"
            go_on.set()
        assert await response.content.read() == b""


async def hang_midway(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    await response.write(b"data: 1\n\n")
    await asyncio.sleep(60)
    return response


async def test_program_that_leaves_ends_the_call(start_gateway: StartGateway) -> None:
    async with started(start_gateway, hang_midway) as (provider, program):
        async with program.http.post(
            f"{program.address}/v1/messages", json={"model": "anthropic"}, headers=program.headers
        ) as response:
            assert await response.content.readany() == b"data: 1\n\n"
        await wait_until(lambda: provider.left == 1)


async def test_token_that_ends_ends_its_calls(start_gateway: StartGateway) -> None:
    async with started(start_gateway, hang_midway) as (provider, program):
        person = PERSONS[program]
        async with program.http.post(
            f"{program.address}/v1/messages", json={"model": "anthropic"}, headers=program.headers
        ) as response:
            await response.content.readany()
            _, listed = await person.call("GET", "/tokens")
            await person.call("DELETE", f"/tokens/{listed['tokens'][0]['id']}")
            with pytest.raises(aiohttp.ClientPayloadError):
                await response.content.read()
        await wait_until(lambda: provider.left == 1)


@pytest.mark.parametrize("length", [None, 100])
async def test_answer_that_breaks_off_is_a_broken_connection(
    start_gateway: StartGateway, length: int | None
) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        response.content_length = length
        await response.prepare(request)
        await response.write(b"half")
        assert request.transport is not None
        request.transport.abort()
        return response

    async with started(start_gateway, answer) as (_, program):
        with pytest.raises(aiohttp.ClientPayloadError):
            await post(program, "/v1/chat/completions", '{"model": "openai"}')


async def test_redirect_is_neither_followed_nor_handed_on(start_gateway: StartGateway) -> None:
    async def answer(_request: web.Request) -> web.StreamResponse:
        raise web.HTTPTemporaryRedirect("/v1/elsewhere")

    async with started(start_gateway, answer) as (provider, program):
        response, _ = await post(program, "/v1/chat/completions", '{"model": "openai"}')
        assert response.status == 502
        assert "Location" not in response.headers
        assert len(provider.paths) == 1


async def test_fallback_models_of_the_fixed_model_alone(start_gateway: StartGateway) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        model = (await request.json())["model"]
        if model == "gpt-4":
            error = {"message": "The model `gpt-4` does not exist", "code": "model_not_found"}
            return web.json_response({"error": error}, status=404)
        return web.json_response({"model": model})

    async with started(start_gateway, answer) as (_, program):
        response, body = await post(program, "/v1/responses", '{"model": "openai"}')
        assert (response.status, body) == (200, b'{"model": "gpt-4.1"}')
        response, body = await post(program, "/v1/responses", '{"model": "gpt-5-nano"}')
        assert body == b'{"model": "gpt-5-nano"}'


async def raw_headers(program: Client, path: str, *lines: bytes) -> int:
    """Send headers as they are; gives the status."""
    host = program.address.removeprefix("http://")
    name, port = host.split(":")
    reader, writer = await asyncio.open_connection(name, int(port))
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {program.bearer}\r\n"
        "Connection: close\r\nContent-Length: 19\r\n"
    )
    writer.write(head.encode() + b"".join(line + b"\r\n" for line in lines))
    writer.write(b'\r\n{"model": "openai"}')
    status = int((await reader.readline()).split()[1])
    writer.close()
    return status


JSON = b"Content-Type: application/json"


@pytest.mark.parametrize(
    "lines",
    [
        (JSON, b"Content-Type: application/x-protobuf"),
        (JSON + b"; charset=utf-8; charset=utf-16",),
        (JSON, b"Connection: content-type, content-length"),
        (b"content-type: APPLICATION/JSON; boundary=x",),
    ],
)
async def test_type_of_the_content_is_the_one_that_was_checked(
    start_gateway: StartGateway, lines: tuple[bytes, ...]
) -> None:
    async with started(start_gateway) as (provider, program):
        status = await raw_headers(program, "/v1/chat/completions", *lines)
        assert status in (200, 400)
        for got in provider.headers:
            assert got.getall("Content-Type") == ["application/json"]


async def test_headers_that_change_what_google_does_stay_here(start_gateway: StartGateway) -> None:
    async with started(start_gateway) as (provider, program):
        odd = {
            "X-Goog-FieldMask": "usageMetadata.promptTokenCount",
            "X-Goog-AuthUser": "1",
            "X-Goog-Request-Params": "model=x",
            "X-Original-URL": "/v1beta/files",
            "X-Rewrite-URL": "/v1beta/files",
        }
        client = {"X-Goog-Api-Client": "google-genai-sdk/1"}
        await post(program, "/v1beta/models/gemini:generateContent", "{}", **odd, **client)
        (got,) = provider.headers
        assert {name for name in odd if name in got} == set()
        assert got["X-Goog-Api-Client"] == "google-genai-sdk/1"


async def test_token_goes_nowhere_else(start_gateway: StartGateway) -> None:
    async with started(start_gateway) as (provider, program):
        token = str(program.bearer)
        odd = {"X-LiteLLM-API-Key": token, "User-Agent": f"a ({token})", "Foo": f"Bearer {token}"}
        response, _ = await post(program, "/v1/chat/completions", '{"model": "openai"}', **odd)
        assert response.status == 200
        assert "gtw_" not in str(provider.headers)
        for query in (f"alt={token}", f"x={token}", f"{token}=x", "key=x"):
            path = f"/v1/chat/completions?{query}"
            response, body = await post(program, path, '{"model": "openai"}')
            assert response.status == 401
            assert b"never in the address" in body
        assert len(provider.paths) == 1


def raw_answer(data: bytes) -> Answer:
    """Sends these bytes and closes the connection."""

    async def answer(request: web.Request) -> web.StreamResponse:
        assert isinstance(request.transport, asyncio.WriteTransport)
        request.transport.write(data)
        request.transport.close()
        await asyncio.sleep(3600)
        raise AssertionError

    return answer


@pytest.mark.parametrize("status", [b"099", b"101", b"300", b"304", b"600", b"999"])
async def test_status_that_means_nothing_here(start_gateway: StartGateway, status: bytes) -> None:
    head = b"HTTP/1.1 " + status + b" X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    answer = raw_answer(head + b"Content-Length: 2\r\n\r\n{}")
    async with started(start_gateway, answer) as (_, program):
        response, _ = await post(program, "/v1/chat/completions", '{"model": "openai/gpt-4.1"}')
        assert response.status == 502
        assert response.content_type == "application/json"


async def test_header_that_comes_twice_comes_back_twice(start_gateway: StartGateway) -> None:
    answer = raw_answer(
        b"HTTP/1.1 200 OK\r\nWarning: 1\r\nwarning: 2\r\nX-Request-Id: r\r\n"
        b"Content-Length: 2\r\n\r\n{}"
    )
    async with started(start_gateway, answer) as (_, program):
        response, _ = await post(program, "/v1/chat/completions", '{"model": "openai/gpt-4.1"}')
        assert response.headers.getall("Warning") == ["1", "2"]
        assert response.headers.getall("X-Request-Id") == ["r"]
