"""Replies that cost more to read than any answer is worth: ended, while others are answered."""

import itertools
import json
import os
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import aiohttp
import psutil
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from tests.attack.watching import MIB, Watcher, watching
from tests.conftest import Tally
from tests.gateway.client import PROVIDERS, Client, parse_events
from tests.gateway.test_command_line import gateway
from tests.gateway.transports import TRANSPORTS

# What reading any reply may take of memory.
MOST_MIB = 200

# A provider's plain answer, and the event of a stream that carries text.
PLAIN = {
    "openai": b'{"choices":[{"finish_reason":"stop",'
    b'"message":{"role":"assistant","content":"TEXT"}}]}',
    "anthropic": b'{"type":"message","role":"assistant","model":"m","stop_reason":"end_turn",'
    b'"usage":{"input_tokens":1,"output_tokens":1},"content":[{"type":"text","text":"TEXT"}]}',
    "gemini": b'{"usageMetadata":{"promptTokenCount":1,"totalTokenCount":1},'
    b'"candidates":[{"finishReason":"STOP","content":{"parts":[{"text":"TEXT"}]}}]}',
}
EVENT = {
    "openai": b'data: {"choices":[{"delta":{"content":"TEXT"}}]}\n\n',
    "anthropic": b'data: {"type":"content_block_delta","index":0,'
    b'"delta":{"type":"text_delta","text":"TEXT"}}\n\n',
    "gemini": b'data: {"candidates":[{"content":{"parts":[{"text":"TEXT"}]}}]}\n\n',
}


def repeated(what: bytes, size: int = 60 * MIB) -> Iterator[bytes]:
    """The same again and again, in pieces of 64 KiB."""
    block = what * (64 * 1024 // len(what))
    return itertools.repeat(block, size // len(block))


class Filling(NamedTuple):
    """Many bytes, in the text of an answer or in a field beside it."""

    repeated: bytes
    start: bytes = b""
    end: bytes = b""
    size: int = 60 * MIB
    in_text: bool = False

    def within(self, answer: bytes) -> Iterator[bytes]:
        """An answer that has it, in pieces."""
        mark = b"TEXT" if self.in_text else b"{"
        before, after = answer.split(mark, 1)
        if not self.in_text:
            before, after = before + b'{"x":', b"," + after
        yield before + self.start
        yield from repeated(self.repeated, self.size)
        yield self.end + after


FILLINGS = {
    "a text": Filling(b"a", in_text=True),
    "a text of 3.9 MiB": Filling(b"a", in_text=True, size=int(3.9 * MIB)),
    "a text of escapes": Filling(b"\\n", in_text=True),
    "3.9 MiB of escapes": Filling(b"\\n", in_text=True, size=int(3.9 * MIB)),
    "3.9 MiB of wide characters": Filling(b"a", "😀".encode(), in_text=True, size=int(3.9 * MIB)),
    "empty lists": Filling(b"[],", b"[", b"0]"),
    "90,000 empty lists": Filling(b"[],", b"[", b"0]", size=270_000),
    "90,000 objects": Filling(b'{"a":0},', b"[", b"0]", size=360_000),
    "objects": Filling(b'{"a":{}},', b"[", b"0]"),
    "levels": Filling(b"["),
    "objects in objects": Filling(b'{"a":'),
}


def bomb() -> Iterator[bytes]:
    """A gigabyte, in one megabyte."""
    packer = zlib.compressobj(wbits=31)
    for block in repeated(b"a", 1024 * MIB):
        yield packer.compress(block)
    yield packer.flush()


Pieces = Callable[[str], Iterator[bytes]]


def filled(answers: Mapping[str, bytes], filling: Filling) -> Pieces:
    """That filling in the answers of each provider."""
    return lambda provider: filling.within(answers[provider])


def many_events(filling: Filling, count: int = 60) -> Pieces:
    """A stream of events that are almost too large, with that filling."""
    one = filled(EVENT, filling._replace(size=min(filling.size, int(0.9 * MIB))))
    return lambda provider: itertools.chain.from_iterable(one(provider) for _ in range(count))


@dataclass(frozen=True)
class Reply:
    """What a provider sends for the requests with this method."""

    pieces: Pieces
    method: str = "POST"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


# Beside those that are filled.
PLAIN_REPLIES = {
    **{name: Reply(filled(PLAIN, filling)) for name, filling in FILLINGS.items()},
    "an error": Reply(lambda _: repeated(b"a"), status=500),
    "an error of levels": Reply(lambda _: repeated(b"["), status=400),
    "a compressed answer": Reply(lambda _: bomb(), headers={"Content-Encoding": "gzip"}),
    "a compressed error": Reply(lambda _: bomb(), status=500, headers={"Content-Encoding": "gzip"}),
}
STREAMS = {
    **{f"an event, {name}": Reply(filled(EVENT, filling)) for name, filling in FILLINGS.items()},
    **{f"60 events, {name}": Reply(many_events(filling)) for name, filling in FILLINGS.items()},
    "a line without end": Reply(lambda _: repeated(b"data")),
    "lines without end": Reply(lambda _: repeated(b"data: 0\n")),
    "comments without end": Reply(lambda _: repeated(b":\n")),
    "blank lines of two kinds": Reply(lambda _: repeated(b":\n\r\n")),
    "19,000 empty lists again and again": Reply(
        many_events(Filling(b"[],", b"[", b"0]", size=57_000), count=1_000)
    ),
    "pieces of JSON": Reply(
        lambda provider: itertools.chain(
            [b'data: {"candidates": "\n\n'], repeated(b"data: " + b"a" * 50 + b"}\n\n")
        )
    ),
    "empty events": Reply(lambda _: repeated(b"data:\n\n")),
    "a compressed stream": Reply(lambda _: bomb(), headers={"Content-Encoding": "gzip"}),
}
LISTS = {
    **{
        name: Reply(filled(dict.fromkeys(PROVIDERS, b"{TEXT"), filling), "GET")
        for name, filling in FILLINGS.items()
    },
    "a compressed list": Reply(lambda _: bomb(), "GET", headers={"Content-Encoding": "gzip"}),
}


@asynccontextmanager
async def provider(port: int, reply: Reply) -> AsyncIterator[None]:
    """All three providers on one address."""

    async def answer(request: web.Request) -> web.StreamResponse:
        await request.read()
        if request.method != reply.method:
            return web.json_response({"data": [], "models": []})
        response = web.StreamResponse(status=reply.status, headers=reply.headers)
        await response.prepare(request)
        for piece in reply.pieces(request.match_info["provider"]):
            await response.write(piece)
        return response

    app = web.Application()
    app.router.add_route("*", "/{provider}/{path:.*}", answer)
    async with TestServer(app, port=port):
        yield


class Running(NamedTuple):
    """A gateway in a process of its own, whose memory can be measured."""

    transport: str
    process: psutil.Process
    watcher: Watcher
    address: str
    port: int  # of the providers
    memory: list[int]  # before each attack


@pytest.fixture(scope="module", params=TRANSPORTS)
def running(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    port = unused_port()
    config = tmp_path_factory.mktemp("config") / "config.toml"
    config.write_text(
        "\n".join(
            f'[providers.{name}]\ntransport = "{request.param}"\n'
            f'api_base = "http://127.0.0.1:{port}/{name}"'
            for name in PROVIDERS
        )
    )
    with (
        gateway("--config", str(config), GATEWAY_RETRY_ATTEMPTS="1") as (process, address),
        watching(process.pid, address) as watcher,
    ):
        gateway_process = psutil.Process(process.pid)
        yield Running(request.param, gateway_process, watcher, address, port, [])


@asynccontextmanager
async def signed_in(running: Running) -> AsyncIterator[Client]:
    """A client with a key for each provider."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        client = Client(http, running.address)
        await client.sign_in()
        async with provider(running.port, Reply(lambda name: iter([PLAIN[name]]))):
            for name in PROVIDERS:
                assert (await client.put_key(name))[0] == 200
                # LiteLLM is loaded by then, and has loaded what it loads with its first answer.
                if not running.memory:
                    assert (await ask_plainly(client, name))["text"] == "TEXT"
        running.memory.append(running.process.memory_info().rss)
        yield client
        await client.call("DELETE", "/session")


Ask = Callable[[Client, str], Awaitable[Any]]


async def ask_plainly(client: Client, name: str) -> Any:
    return (await client.call("POST", "/generate", {"prompt": "hi", "provider": name}))[1]


async def ask_for_a_stream(client: Client, name: str) -> Any:
    text = await client.generate_text(prompt="hi", provider=name, stream=True)
    return parse_events(text)[-1][1] if text.startswith("id:") else json.loads(text)


async def check_a_key(client: Client, name: str) -> Any:
    return (await client.put_key(name))[1]


ATTACKS = {
    **{f"plain, {name}": (ask_plainly, reply) for name, reply in PLAIN_REPLIES.items()},
    **{f"streamed, {name}": (ask_for_a_stream, reply) for name, reply in STREAMS.items()},
    **{f"list of models, {name}": (check_a_key, reply) for name, reply in LISTS.items()},
}


@pytest.mark.parametrize("attack", ATTACKS)
async def test_hostile_reply(
    running: Running, tally: Tally, figure: Callable[[str, str], None], attack: str
) -> None:
    ask, reply = ATTACKS[attack]
    most, longest = 0, 0.0
    # The short form takes one provider for each attack.
    turn = list(ATTACKS).index(attack) % len(PROVIDERS)
    for name in PROVIDERS if "ATTACK_EXAMPLES" in os.environ else PROVIDERS[turn : turn + 1]:
        async with signed_in(running) as client, provider(running.port, reply):
            await running.watcher.seen()
            answer = await ask(client, name)
            seen = await running.watcher.seen()
            longest, most = max(longest, seen.longest), max(most, seen.most)
        error = answer.get("error")
        tally(error is None or error["code"] in ("provider_error", "invalid_request"))
    grown = (most - running.memory[0]) / MIB
    tally(grown <= MOST_MIB)
    figure(
        f"  {running.transport}, {attack}",
        f"{grown:.0f} MiB more, /health waits {longest * 1000:.0f} ms at most",
    )
