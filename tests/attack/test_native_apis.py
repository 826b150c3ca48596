"""Attacks by programs and providers on the APIs that are passed through."""

import asyncio
import contextlib
import io
import json
import os
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import aiohttp
import psutil
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from hypothesis import given
from hypothesis import strategies as st

from gateway.web.bodies import LARGE_BODY
from gateway.web.routes import ROUTES
from tests.attack.test_fuzz import JSON, SECRETS, Mutations, exchange, holds, mutate, mutations
from tests.attack.watching import MIB, Watcher, watching
from tests.conftest import Tally
from tests.gateway.client import GOOD_KEYS, PROVIDERS, Client, wait_until
from tests.gateway.conftest import StartGateway
from tests.gateway.routes import FOR_PROGRAMS
from tests.gateway.test_command_line import gateway
from tests.gateway.test_native_limits import (
    AMBIGUOUS,
    COSTS_MORE,
    IN_THE_ACCOUNT,
    body_for,
    spent,
)
from tests.gateway.test_pass_through import (
    PERSONS,
    Provider,
    hang_midway,
    post,
    raw_answer,
    started,
)

# Every route of the three APIs that takes a body, with one that would succeed.
BODIES = {
    path: json.dumps({"model": "gpt-4.1"} if "/models/" not in path else {})
    for method, path in FOR_PROGRAMS
    if method == "POST" and path.startswith("/v1") and not path.startswith("/v1/messages")
} | {
    path: json.dumps({"model": "claude-sonnet-4-6", "max_tokens": 5})
    for path in ("/v1/messages", "/v1/messages/count_tokens")
}
BODIES = {path.replace("/m:", "/gemini-2.5-pro:"): body for path, body in BODIES.items()}

# The short form sends much to one route of each API only.
MAIN = ("/v1/chat/completions", "/v1/messages", "/v1beta/models/gemini-2.5-pro:generateContent")
ATTACKED = tuple(BODIES) if "ATTACK_EXAMPLES" in os.environ else MAIN

Started = tuple[Provider, Client]


@pytest.fixture
async def passing(start_gateway: StartGateway) -> AsyncIterator[Started]:
    """A provider that answers everything, and a program without a limit."""
    async with started(start_gateway) as both:
        yield both


def test_every_route_is_attacked() -> None:
    routes = [route for route in ROUTES if route.max_body == LARGE_BODY and route.path[:3] == "/v1"]
    assert len(BODIES) == len(routes)


def head_of(program: Client, path: str, *lines: str, length: int | None = None) -> bytes:
    """The head of a request, with these lines and a token."""
    if length is not None:
        lines = (*lines, f"Content-Length: {length}")
    host = program.address.removeprefix("http://")
    first = (f"POST {path} HTTP/1.1", f"Host: {host}", f"Authorization: Bearer {program.bearer}")
    return ("\r\n".join((*first, "Content-Type: application/json", *lines)) + "\r\n\r\n").encode()


async def whole(client: Client, request: bytes) -> bytes:
    """All that comes back for these bytes, until the connection ends."""
    host, port = client.address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    with contextlib.suppress(ConnectionError):
        writer.write(request)
    answer = b""
    with contextlib.suppress(ConnectionError):
        async with asyncio.timeout(30):
            while piece := await reader.read(65_536):
                answer += piece
    writer.close()
    return answer


HEADERS = (
    "Connection: X-Mine, Authorization, X-Api-Key, X-Goog-Api-Key, Host, Content-Length",
    "Connection: close, Content-Type",
    "Keep-Alive: timeout=1",
    "Upgrade: h2c",
    "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA",
    "TE: trailers, deflate",
    "Trailer: Authorization",
    "Transfer-Encoding: identity",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding : chunked",
    "Transfer-Encoding: gzip, chunked",
    "Content-Length: 5",
    "Content-Length: +5",
    "Content-Type: application/x-protobuf",
    "Content-Encoding: gzip",
    "Proxy-Connection: keep-alive",
    "Proxy-Authorization: Basic eDp5",
    "Authorization: Basic eDp5",
    "X-Api-Key: sk-of-the-program",
    "X-Goog-Api-Key: AIza-of-the-program",
    "Api-Key: x",
    "Cookie: a=b",
    "Cookie2: a=b",
    "Host: evil.example",
    "X-Forwarded-Host: evil.example",
    "X-Forwarded-For: 127.0.0.1",
    "Forwarded: host=evil.example",
    "X-Real-IP: 127.0.0.1",
    "X-Original-URL: /v1/files",
    "X-Rewrite-URL: /v1/files",
    "X-HTTP-Method-Override: DELETE",
    "X-HTTP-Method: DELETE",
    "X-Method-Override: DELETE",
    "X-Goog-User-Project: other",
    "X-Goog-FieldMask: candidates",
    "X-Goog-Iam-Authorization-Token: x",
    "Via: 1.1 evil",
    "Referer: http://evil.example/",
    "Expect: 200-ok",
    "X-CSRF-Token: x",
    "X-Mine: a\rX-Split: b",
    "X-Mine: a\n X-Folded: b",
    "X-Mine: a\0b",
    " X-Folded: b",
    "X Mine: b",
    "X-Token: Bearer TOKEN",
    "X-LiteLLM-Api-Key: TOKEN",
)
# What a provider may get, by its names; the key's own header is left out.
ALLOWED = {
    *("host", "content-type", "content-length", "accept", "accept-encoding", "user-agent"),
    "x-mine",
}
KEY_HEADERS = {"openai": "authorization", "anthropic": "x-api-key", "gemini": "x-goog-api-key"}


def got_nothing(provider: Provider) -> bool:
    """Whether each request that arrived is one whole request with the person's key alone."""
    keys = {}
    for path, headers, body in zip(provider.paths, provider.headers, provider.bodies, strict=True):
        names = [name.lower() for name in headers]
        keys = {name: headers[name] for name in names if name in KEY_HEADERS.values()}
        (key,) = keys.values()
        if key.removeprefix("Bearer ") not in GOOD_KEYS.values():
            return False
        if set(names) - set(keys) - ALLOWED or len(names) > len(set(names)):
            return False
        if headers["Content-Type"] != "application/json" or "gtw_" in str(headers) + path:
            return False
        if not headers["Host"].startswith("127.0.0.1:") or json.loads(body) is None:
            return False
    return True


async def test_headers_that_smuggle(passing: Started, tally: Tally) -> None:
    provider, program = passing
    for path in ATTACKED:
        body = BODIES[path]
        for line in HEADERS:
            line = line.replace("TOKEN", program.bearer or "")
            data = body.encode()
            if "chunked" in line:
                data = b"%x\r\n%s\r\n0\r\n\r\n" % (len(data), data)
                sent = head_of(program, path, line, "Connection: close") + data
            else:
                sent = head_of(program, path, line, "Connection: close", length=len(data)) + data
            answer = await exchange(program, sent)
            tally(holds(answer) and got_nothing(provider))
            tally(len(provider.bodies) <= 1)
            for seen in (provider.bodies, provider.paths, provider.headers):
                seen.clear()


async def test_second_request_within_a_body(passing: Started, tally: Tally) -> None:
    provider, program = passing
    hidden = head_of(program, "/v1/files", "X-Hidden: 1", length=0)
    for path, body in BODIES.items():
        data = body.encode()
        for lines, content in (
            ((f"Content-Length: {len(data)}", "Transfer-Encoding: chunked"), b"0\r\n\r\n"),
            (("Transfer-Encoding: chunked", "Transfer-Encoding: identity"), b"0\r\n\r\n"),
            ((f"Content-Length: {len(data)}", "Content-Length: 0"), data),
            (("Transfer-Encoding: xchunked",), b"0\r\n\r\n"),
        ):
            answer = await whole(program, head_of(program, path, *lines) + content + hidden)
            tally(b" 200 OK" not in answer and not any(secret in answer for secret in SECRETS))
    tally(provider.bodies == [])


async def test_token_in_an_address(passing: Started, tally: Tally) -> None:
    provider, program = passing
    token = program.bearer or ""
    for path, body in BODIES.items():
        for query in (
            *(f"{name}={token}" for name in ("key", "access_token", "alt", "beta", "api-version")),
            f"{token}",
            f"a=b&%67{token[1:]}=c",
            "key=AIza",
        ):
            response, text = await post(program, f"{path}?{query}", body)
            tally(response.status == 401 and token.encode() not in text)
    tally(provider.paths == [])


async def test_paths_that_leave_their_route(passing: Started, tally: Tally) -> None:
    provider, program = passing
    for base in ("/v1beta/models/", "/v1/models/"):
        for name in (
            *("..%2ffiles", "..%2F..%2Fv1beta%2Ffiles", "%2e%2e%2ffiles", "../files", "../../x"),
            *("a%3Fkey=1", "a%23b", "a%3Ab", "a%5cb", "a%0d%0ab", "a%00b", "a%ff", "a%252fb"),
            *(
                "gemini/tunedModels/mine",
                "gemini%2FtunedModels%2Fmine",
                "gemini/",
                ".",
                "..",
                "%20",
            ),
        ):
            for method in ("generateContent", "countTokens", "batchGenerateContent", "x"):
                sent = head_of(program, f"{base}{name}:{method}", "Connection: close", length=2)
                answer = await exchange(program, sent + b"{}")
                tally(holds(answer))
    for path in provider.paths:
        rest = path.removeprefix("/v1beta/models/")
        tally(rest != path and "/" not in rest and "?" not in rest and "%2F" not in rest.upper())
        tally(rest.partition(":")[2] in ("generateContent", "countTokens"))


OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"
END = b"Content-Length: 2\r\n\r\n{}"
REPLIES = {
    "a carriage return in a header": OK + b"X-A: a\rSet-Cookie: x=evil\r\n" + END,
    "a line feed in a header": OK + b"X-A: a\nSet-Cookie: x=evil\r\n" + END,
    "a folded header": OK + b"X-A: a\r\n Set-Cookie: x=y\r\n" + END,
    "a null in a header": OK + b"X-A: a\0evil\r\n" + END,
    "bytes that are no text": OK + b"X-A: \xe9\xff\r\n" + END,
    "cookies": OK + b"Set-Cookie: a=evil\r\nset-cookie2: b=evil\r\n" + END,
    "CORS": OK + b"Access-Control-Allow-Origin: *\r\nACCESS-CONTROL-EXPOSE-HEADERS: *\r\n" + END,
    "a policy of its own": OK + b"Content-Security-Policy: evil\r\nClear-Site-Data: *\r\n" + END,
    "other headers of a site": OK + b"Alt-Svc: evil\r\nStrict-Transport-Security: evil\r\n" + END,
    "a page": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Content-Type-Options: x\r\n" + END,
    "a redirect": b"HTTP/1.1 307 X\r\nLocation: http://evil.example/\r\n" + END,
    "a location": OK + b"Location: http://evil\r\nRefresh: 0; url=evil\r\nLink: evil\r\n" + END,
    "headers that Connection names": OK + b"Connection: x-a, content-type\r\nX-A: evil\r\n" + END,
    "a change of the protocol": b"HTTP/1.1 101 X\r\nUpgrade: evil\r\nConnection: Upgrade\r\n\r\n{}",
    "informational responses": b"HTTP/1.1 103 X\r\nLink: evil\r\n\r\n" * 9 + OK + END,
    "a success without a body that has one": b"HTTP/1.1 204 X\r\nContent-Length: 2\r\n\r\n{}",
    "two lengths": OK + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    "a length and chunks": OK + b"Content-Length: 9\r\n" + CHUNKED + b"2\r\n{}\r\n0\r\n\r\n",
    "a negative length": OK + b"Content-Length: -2\r\n\r\n{}",
    "a length that is too long": OK + b"Content-Length: 9\r\n\r\n{}",
    "a second answer": OK + END + OK + b"X-A: evil\r\n" + END,
    "a chunk that is too long": OK + CHUNKED + b"fffffffffffffffff\r\n{}",
    "trailers": OK + CHUNKED + b"2\r\n{}\r\n0\r\nSet-Cookie: a=evil\r\n\r\n",
    "an unknown coding": OK + b"Transfer-Encoding: evil\r\n\r\n{}",
    "a long header": OK + b"X-A: " + b"a" * 1_000_000 + b"\r\n" + END,
    "many headers": OK + b"".join(b"X-%d: a\r\n" % n for n in range(10_000)) + END,
    "no HTTP": b"\x16\x03\x01\x00\xa5\x01evil",
    "nothing": b"",
    **{
        f"status {status.decode()}": b"HTTP/1.1 %s X\r\n%s" % (status, END)
        for status in (b"000", b"099", b"199", b"304", b"399", b"600", b"999", b"1", b"-1", b"2000")
    },
}  # fmt: skip


@pytest.mark.parametrize("reply", REPLIES)
async def test_head_of_a_hostile_provider(
    start_gateway: StartGateway, tally: Tally, reply: str
) -> None:
    async with started(start_gateway, raw_answer(REPLIES[reply])) as (_, program):
        for path in ("/v1/chat/completions", "/v1/messages", "/v1beta/models/gemini:countTokens"):
            body = BODIES.get(path, "{}").encode()
            sent = head_of(program, path, "Connection: close", length=len(body)) + body
            answer = await whole(program, sent)
            head, _, content = answer.partition(b"\r\n\r\n")
            tally(head[9:12] in (b"200", b"502") and b"evil" not in head)
            lines = [line.lower() for line in head.split(b"\r\n")]
            tally(sum(line.startswith(b"x-content-type-options: nosniff") for line in lines) == 1)
            tally(sum(line.startswith(b"content-security-policy: default") for line in lines) == 1)
            tally(not any(line.startswith((b"set-cookie", b"access-control")) for line in lines))
            tally(b"evil" not in content and b"HTTP/1.1" not in content)


@pytest.mark.parametrize("limit", [None, 100])
async def test_native_bodies_reach_nothing_of_the_account(
    start_gateway: StartGateway, tally: Tally, limit: float | None
) -> None:
    async with started(start_gateway, max_cost_usd=limit) as (provider, program):
        for path, members in (*IN_THE_ACCOUNT, *AMBIGUOUS):
            response, _ = await post(program, path, body_for(path, members))
            tally(response.status in (400, 403))
        tally(provider.bodies == [])


async def test_native_bodies_stay_within_a_limit(start_gateway: StartGateway, tally: Tally) -> None:
    async with started(start_gateway, max_cost_usd=100) as (provider, program):
        for path, members in COSTS_MORE:
            body = body_for(path, members).replace("Infinity", "1e400")
            tally((await post(program, path, body))[0].status == 403)
        tally(provider.bodies == [])


async def test_native_answers_at_once_do_not_overspend(
    start_gateway: StartGateway, tally: Tally
) -> None:
    """Whole, broken off by either side, or left before they begin: never over the limit."""
    cases = iter(range(10_000))

    async def answer(request: web.Request) -> web.StreamResponse:
        case = next(cases) % 4
        assert request.transport is not None
        if case == 0:
            usage = {"prompt_tokens": 9, "completion_tokens": 99_000, "total_tokens": 99_009}
            return web.json_response({"usage": usage})
        if case == 1:
            request.transport.abort()
        if case == 2:
            return await hang_midway(request)
        await asyncio.sleep(60)
        return web.Response()

    body = json.dumps({"model": "gpt-4.1", "max_tokens": 100_000})

    async def ask(program: Client) -> None:
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            async with asyncio.timeout(0.3):
                await post(program, "/v1/chat/completions", body)

    async with started(start_gateway, answer, max_cost_usd=5) as (provider, program):
        # The gateway is warm by then, so that 0.3 s are enough for a call to begin.
        await post(program, "/v1/responses", '{"model": "nothing-that-has-a-price"}')
        for _ in range(3):
            await asyncio.gather(*(ask(program) for _ in range(20)))
        # $0.80 each: the seventh does not fit, however the first six ended.
        tally(len(provider.bodies) == 6)
        await wait_until(lambda: provider.left > 0)
        tally(await spent(program) <= 5)


LARGE = {
    "a length over the limit": (f"Content-Length: {LARGE_BODY + 1}", b"{"),
    "a length far over the limit": ("Content-Length: 99999999999999999999", b"{"),
    "chunks over the limit": ("Transfer-Encoding: chunked", b""),
}


@pytest.mark.parametrize("what", LARGE)
async def test_native_bodies_over_the_limit(passing: Started, tally: Tally, what: str) -> None:
    provider, program = passing
    line, start = LARGE[what]
    for path in BODIES if start else list(BODIES)[:1]:
        sent = start or b'1000000\r\n{"x":"' + b"a" * (16 * MIB - 6) + b"\r\n" + (
            b"1000000\r\n" + b"a" * 16 * MIB + b"\r\n")  # fmt: skip
        request = head_of(program, path, line, "Connection: close") + sent + b"1\r\na\r\n"
        answer = await exchange(program, request)
        tally(answer[9:12] in (b"413", b"400", b""))
    tally(provider.bodies == [])


async def test_native_bodies_of_many_values(passing: Started, tally: Tally) -> None:
    provider, program = passing
    for path in ATTACKED:
        for body in (
            b'{"x":[' + b"[]," * 100_001 + b"0]}",
            b'{"x":' + b"[" * 65 + b"]" * 65 + b"}",
            b'{"x":' + b'{"a":' * 70_000,
            b'{"model":"a","model":"b"}',
            b'{"model":"a","mod\\u0065l":"b"}',
            '{"model":"a"}'.encode("utf-16"),
            b'\xef\xbb\xbf{"model":"a"}',
            b'{"model":"\xff"}',
            b'{"n":1' + b"0" * 5_000 + b"}",
        ):
            response, _ = await post(program, path, body)
            tally(response.status == 400)
    tally(provider.bodies == [])


async def test_native_bodies_have_a_deadline(
    short_deadlines: None, start_gateway: StartGateway, tally: Tally
) -> None:
    async with started(start_gateway) as (provider, program):
        requests = [head_of(program, path, length=1_000) + b"{" for path in BODIES]
        for answer in await asyncio.gather(*(exchange(program, one) for one in requests)):
            tally(answer == b"" or b" 400 " in answer.partition(b"\r\n")[0])
        tally(provider.bodies == [])


async def test_client_that_does_not_read_ends_the_call(
    short_deadlines: None, start_gateway: StartGateway, tally: Tally
) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        while True:
            await response.write(b"data: " + b"x" * 65_536 + b"\n\n")

    async with started(start_gateway, answer) as (provider, program):
        host, port = program.address.removeprefix("http://").split(":")
        _, writer = await asyncio.open_connection(host, int(port), limit=1024)
        body = BODIES["/v1/chat/completions"].encode()
        writer.write(head_of(program, "/v1/chat/completions", length=len(body)) + body)
        await wait_until(lambda: provider.left == 1)
        writer.transport.abort()
        tally((await PERSONS[program].call("GET", "/tokens"))[0] == 200)


NATIVE = st.sampled_from(sorted(BODIES))
FULL = {
    "model": "gpt-4.1",
    "max_tokens": 5,
    "n": 1,
    "messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}],
    "tools": [{"type": "function", "function": {"name": "f", "parameters": {}}}],
    "contents": [{"parts": [{"inlineData": {"mimeType": "image/png", "data": "eA=="}}]}],
    "generationConfig": {"maxOutputTokens": 5, "responseModalities": ["TEXT"]},
    "input": [{"type": "message", "id": "m", "content": "x"}],
}


@pytest.fixture(params=[None, 1000])
async def fuzzed(
    request: pytest.FixtureRequest, start_gateway: StartGateway
) -> AsyncIterator[Client]:
    """A program without a limit of money, and one with it."""
    async with started(start_gateway, max_cost_usd=request.param) as (_, program):
        yield program


@given(path=NATIVE, changes=mutations)
async def test_mutated_native_bodies(
    fuzzed: Client, tally: Tally, path: str, changes: Mutations
) -> None:
    data = mutate(json.dumps(FULL).encode(), changes)
    sent = head_of(fuzzed, path, "Connection: close", length=len(data)) + data
    tally(holds(await exchange(fuzzed, sent)))


@given(path=NATIVE, name=st.sampled_from(["n", "tools", "input", "messages", "contents", "prompt",
       "modalities", "generationConfig", "container", "context_management", "system",
       "requests", "max_tokens", "service_tier", "metadata"]), value=JSON)  # fmt: skip
async def test_arbitrary_native_json(
    fuzzed: Client, tally: Tally, path: str, name: str, value: Any
) -> None:
    data = json.dumps({**FULL, name: value}).encode()
    sent = head_of(fuzzed, path, "Connection: close", length=len(data)) + data
    tally(holds(await exchange(fuzzed, sent)))


@pytest.fixture
async def answering(
    start_gateway: StartGateway,
) -> AsyncIterator[tuple[Client, list[web.Response]]]:
    """A program, and the answers that its provider gives next."""
    answers: list[web.Response] = []

    async def answer(_request: web.Request) -> web.StreamResponse:
        return answers.pop()

    async with started(start_gateway, answer, max_cost_usd=1_000_000) as (_, program):
        yield program, answers


@given(
    path=NATIVE,
    status=st.sampled_from([200, 201, 400, 429, 500]),
    name=st.sampled_from(["usage", "usageMetadata", "id", "response", "message", "candidates"]),
    value=JSON,
    kind=st.sampled_from(["text/event-stream", "application/json"]),
)
async def test_arbitrary_native_answers(
    answering: tuple[Client, list[web.Response]],
    tally: Tally,
    path: str,
    status: int,
    name: str,
    value: Any,
    kind: str,
) -> None:
    program, answers = answering
    text = json.dumps({name: value})
    sent = f"data: {text}\n\n" * 2 if "stream" in kind else text
    answers.append(web.Response(text=sent, content_type=kind, status=status))
    response, body = await post(program, path, BODIES[path])
    tally((response.status, body.decode()) == (status, sent))
    tally(0 <= await spent(program) < 1_000_000)


Running = tuple[psutil.Process, str, Watcher, int]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A gateway in a process of its own, whose memory can be measured."""
    port = unused_port()
    config = tmp_path_factory.mktemp("config") / "config.toml"
    tables = (f'[providers.{name}]\napi_base = "http://127.0.0.1:{port}"' for name in PROVIDERS)
    config.write_text("\n".join(tables))
    with (
        # So that what is freed goes back to the system, and what is kept can be seen.
        gateway("--config", str(config), MALLOC_MMAP_THRESHOLD_="131072") as (process, address),
        watching(process.pid, address) as watcher,
    ):
        yield psutil.Process(process.pid), address, watcher, port


SIZE = 10 * MIB
CONTENTS = {
    "Base64": b"A" * SIZE,
    "escapes": b"\\n" * (SIZE // 2),
    "wide characters": "😀".encode() * (SIZE // 4),
    "Base64 beside a wide character": b"A" * SIZE + '","text":"😀'.encode(),
}


async def test_large_native_body_is_kept_once(
    running: Running, tally: Tally, figure: Callable[[str, str], None]
) -> None:
    """While its answer is awaited; three times its size while it is read."""
    process, address, watcher, port = running
    arrived, go_on = asyncio.Event(), asyncio.Event()

    async def answer(request: web.Request) -> web.StreamResponse:
        if request.method == "GET":
            return web.json_response({"data": [], "models": []})
        await request.read()
        arrived.set()
        await go_on.wait()
        return web.json_response({})

    app = web.Application(client_max_size=64 * MIB)
    app.router.add_route("*", "/{path:.*}", answer)
    async with (
        TestServer(app, port=port),
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http,
    ):
        person = Client(http, address)
        await person.sign_in()
        await person.put_key("openai")
        program = await person.program(models="any")
        go_on.set()
        await post(program, "/v1/chat/completions", BODIES["/v1/chat/completions"])
        for name, content in CONTENTS.items():
            go_on.clear()
            arrived.clear()
            before = process.memory_info().rss
            await watcher.seen()
            body = b'{"messages":"' + content + b'","model":"openai/gpt-4.1"}'
            asking = asyncio.create_task(post(program, "/v1/chat/completions", io.BytesIO(body)))
            waiting = asyncio.create_task(arrived.wait())
            await asyncio.wait((asking, waiting), return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()
            go_on.set()
            tally((await asking)[0].status == 200)
            longest, most = await watcher.seen()
            tally(most - before <= 3 * SIZE)
            grown = (most - before) / MIB
            wait = f"/health waits {longest * 1000:.0f} ms at most"
            figure(f"  passed through, 10 MiB of {name}", f"{grown:.0f} MiB more, {wait}")
