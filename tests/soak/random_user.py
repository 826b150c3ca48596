"""A user that asks, follows, disconnects, stops and signs out at random."""

import asyncio
import random
from collections import Counter
from contextlib import suppress
from typing import Any

import aiohttp

from tests.gateway.client import GOOD_KEYS, PROVIDERS, Client, parse_events

FAULTS = (
    "bad_key", "no_quota", "rate_limit retry_after=0.2 times=1", "rate_limit retry_after=60",
    "overloaded times=1", "overloaded", "context_too_long", "content_blocked", "content_filtered",
    "output_blocked", "model_gone", "bad_request", "server_error times=2", "html", "reset",
    "reset times=1", "hang", "hang_midway", "cut", "truncated", "endless", "empty", "malformed",
    "error_midway",
)  # fmt: skip
CODES = frozenset({
    "key_rejected", "quota_exhausted", "rate_limited", "provider_overloaded", "context_too_long",
    "content_blocked", "model_unavailable", "invalid_request", "provider_error",
    "provider_unreachable", "provider_timeout",
})  # fmt: skip
UNLIMITED = 1_000_000
LITELLM_SUFFIX = "_litellm"
"""Ends the id of a provider that is asked on the LiteLLM transport."""


class RandomUser:
    """Begins one session after another, and asks in each.

    Args:
        client: talks to the gateway.
        chance: makes the choices.
        tally: counts what was done, and how it ended.
    """

    def __init__(self, client: Client, chance: random.Random, tally: Counter[str]) -> None:
        self._client = client
        self._chance = chance
        self._tally = tally
        self._asked = 0

    async def warm_up(self) -> None:
        """Ask each provider on both transports, plain and streamed, so that all caches exist."""
        await self._sign_in()
        for provider in PROVIDERS:
            for name in (provider, f"{provider}{LITELLM_SUFFIX}"):
                for stream in (False, True):
                    await self._stream({"provider": name, "prompt": "hi", "stream": stream})
        await self._sign_out()

    async def run(self, seconds: float) -> None:
        """Go on for so long, then sign out."""
        end = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < end:
            await self._sign_in()
            for _ in range(self._chance.randint(1, 8)):
                await asyncio.gather(*(self._ask() for _ in range(self._chance.randint(1, 3))))
            if self._chance.random() < 0.5:
                # Signs out while something runs, is waited for and is followed.
                running = [asyncio.create_task(self._ask(ends=True)) for _ in range(3)]
                await asyncio.sleep(self._chance.uniform(0, 0.3))
                await self._sign_out()
                await asyncio.gather(*running)
            else:
                await self._sign_out()

    async def _sign_in(self) -> None:
        await self._client.sign_in()
        for provider in PROVIDERS:
            for name in (provider, f"{provider}{LITELLM_SUFFIX}"):
                assert (await self._client.put_key(name, GOOD_KEYS[provider]))[0] == 200
        self._tally["sessions"] += 1

    async def _sign_out(self) -> None:
        assert (await self._client.call("DELETE", "/session"))[0] == 204

    async def _ask(self, *, ends: bool = False) -> None:
        """Ask, and do one thing with the answer; the session may end meanwhile if `ends`."""
        chance = self._chance
        fault = f"slow delay_ms={chance.choice('0259')}"
        if chance.random() < 0.5:
            fault = chance.choice(FAULTS)
        self._asked += 1
        body = {
            "provider": chance.choice(PROVIDERS) + chance.choice(("", LITELLM_SUFFIX)),
            # `times` counts by prompt, so each is another one.
            "prompt": f"[[sandbox: {fault}]] {id(self)}-{self._asked}",
            "max_tokens": chance.randint(5, 120),
        }
        action = chance.choice(
            (self._wait, self._read_stream, self._disconnect, self._stop, self._reconnect)
        )
        self._tally["generations"] += 1
        self._tally[action.__name__.strip("_")] += 1
        self._tally[fault.split()[0]] += 1
        try:
            await action(body)
        except SessionEnded:
            assert ends

    async def _wait(self, body: dict[str, Any]) -> None:
        """Wait for a plain answer."""
        detach = self._chance.random() < 0.5
        status, answer = await self._client.call("POST", "/generate", {**body, "detach": detach})
        self._count_end(status, answer)

    async def _read_stream(self, body: dict[str, Any]) -> None:
        """Read a stream to its end."""
        await self._stream({**body, "stream": True})

    async def _disconnect(self, body: dict[str, Any]) -> None:
        """Disconnect before the end, with or without `detach`."""
        chance = self._chance
        body = {**body, "stream": chance.random() < 0.5, "detach": chance.random() < 0.5}
        asking = asyncio.create_task(
            self._stream(body) if body["stream"] else self._client.call("POST", "/generate", body)
        )
        await asyncio.sleep(chance.uniform(0, 0.3))
        asking.cancel()
        with suppress(asyncio.CancelledError, SessionEnded):
            await asking

    async def _stop(self, body: dict[str, Any]) -> None:
        """Stop a generation while another connection follows it."""
        started = await self._stream({**body, "stream": True, "detach": True}, limit=1)
        if not started:
            return
        generation = started[0][1]["id"]
        following = asyncio.create_task(self._events(generation, 0))
        await asyncio.sleep(self._chance.uniform(0, 0.3))
        status, answer = await self._client.call("DELETE", f"/generations/{generation}")
        await asyncio.wait([following])
        events = following.result()
        self._count_end(status, answer)
        assert events[-1][0] == ("error" if answer["status"] == "failed" else "done")
        assert _text(events) == answer["text"]

    async def _reconnect(self, body: dict[str, Any]) -> None:
        """Disconnect and follow again until the end, and miss no event."""
        seen = await self._stream({**body, "stream": True, "detach": True}, limit=1)
        while seen and seen[-1][0] not in ("done", "error"):
            limit = self._chance.choice((1, 3, 20, UNLIMITED))
            seen += await self._events(seen[0][1]["id"], len(seen), limit)
        if not seen:
            return
        status, answer = await self._client.call("GET", f"/generations/{seen[0][1]['id']}")
        self._count_end(status, answer)
        assert _text(seen) == answer["text"]

    async def _stream(self, body: dict[str, Any], limit: int = UNLIMITED) -> list[tuple[str, Any]]:
        """At most so many events of a new generation; none where it is refused at once."""
        async with self._client.http.post(
            f"{self._client.address}/generate", json=body, headers=self._client.headers
        ) as response:
            if response.content_type == "application/json":
                self._count_end(response.status, await response.json())
                return []
            return await self._read_events(response, 0, limit)

    async def _events(
        self, generation: str, after: int, limit: int = UNLIMITED
    ) -> list[tuple[str, Any]]:
        headers = {**self._client.headers, "Last-Event-ID": str(after)}
        path = f"{self._client.address}/generations/{generation}/events"
        async with self._client.http.get(path, headers=headers) as response:
            if response.content_type == "application/json":
                self._count_end(response.status, await response.json())
            return await self._read_events(response, after, limit)

    async def _read_events(
        self, response: aiohttp.ClientResponse, after: int, limit: int
    ) -> list[tuple[str, Any]]:
        events: list[tuple[str, Any]] = []
        while len(events) < limit:
            block = await response.content.readuntil(b"\n\n")
            assert block.startswith(b"id: %d\n" % (after + len(events) + 1))
            events += parse_events(block.decode())
            if events[-1][0] in ("done", "error"):
                self._count_end(200, events[-1][1])
                break
        return events

    def _count_end(self, status: int, answer: dict[str, Any]) -> None:
        """Count how a generation ended; an error must have one of the expected codes."""
        error = answer["error"]
        if error is None:
            assert status == 200
            self._tally[f"ends {answer['status']}"] += 1
            return
        if error["code"] == "session_required":
            raise SessionEnded
        assert error["code"] in CODES, error
        self._tally[f"ends {error['code']}"] += 1


class SessionEnded(Exception):
    """The session was signed out meanwhile."""


def _text(events: list[tuple[str, Any]]) -> str:
    return "".join(data.get("text", "") for name, data in events if name == "delta")
