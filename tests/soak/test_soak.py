"""Hundreds of random generations; afterwards nothing may be left of them in memory.

SOAK_SECONDS sets how long it takes, SOAK_SEED repeats the choices of a run.
"""

import asyncio
import gc
import importlib
import os
import random
import time
from collections import Counter
from collections.abc import Callable, Sized

import aiohttp
import pytest
from aiohttp import web

from gateway.app import create_app
from gateway.generation.event_log import EventLog
from gateway.generation.generation import Generation
from gateway.providers.chat import ChatRequest, Upstream
from gateway.sandbox import Sandbox
from gateway.session.registry import SessionRecord
from gateway.settings import Settings
from gateway.web.services import SERVICES
from tests.gateway.client import Client, GatewayServer
from tests.gateway.conftest import settings_for
from tests.gateway.transports import with_transport
from tests.soak.random_user import LITELLM_SUFFIX, RandomUser

SECONDS = float(os.environ.get("SOAK_SECONDS", "10"))
SEED = int(os.environ.get("SOAK_SEED", str(time.time_ns() % 1_000_000)))
USERS = 8


def http_session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        cookie_jar=aiohttp.DummyCookieJar(), timeout=aiohttp.ClientTimeout(total=60)
    )


async def settled(look: Callable[[], Sized]) -> Sized:
    """What `look` finds once it finds nothing, or after ten seconds."""
    end = time.monotonic() + 10
    while len(left := look()) and time.monotonic() < end:  # noqa: ASYNC110 - no event tells
        await asyncio.sleep(0.05)
    return left


def objects() -> list[object]:
    """The living objects of generations and sessions, LiteLLM's included."""
    streams = importlib.import_module("litellm.litellm_core_utils.streaming_handler")
    answers = importlib.import_module("litellm.types.utils")
    kinds: tuple[type, ...] = (
        *(Generation, EventLog, ChatRequest, Upstream, SessionRecord),
        *(streams.CustomStreamWrapper, answers.ModelResponseStream, answers.ModelResponse),
    )
    gc.collect()
    return [thing for thing in gc.get_objects() if type(thing) in kinds]


def names_of_new(earlier: list[object]) -> list[str]:
    """The types of the living objects that are not among the earlier ones."""
    known = {id(thing) for thing in earlier}
    return [type(thing).__name__ for thing in objects() if id(thing) not in known]


async def test_soak(
    figures: dict[str, object],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    figures["seed (SOAK_SEED)"] = SEED
    monkeypatch.setattr("gateway.generation.limits.MAX_ANSWER_BYTES", 10_000)
    for kind in ("PLAIN", "STREAM"):
        monkeypatch.setattr(f"gateway.providers.reply_limits.MAX_{kind}_BYTES", 1_000_000)
    complaints: list[str] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: complaints.append(str(context)))
    chance, tally = random.Random(SEED), Counter[str]()
    earlier = objects()
    async with Sandbox(pace=0.002) as sandbox:
        app = create_app(on_both_transports(settings_for(sandbox.api_bases, provider_timeout=1.0)))
        async with GatewayServer(app) as server:
            address = str(server.make_url("")).rstrip("/")
            services = app[SERVICES]

            async def run_user(seconds: float) -> None:
                async with http_session() as http:
                    client = Client(http, address)
                    await RandomUser(client, random.Random(chance.random()), tally).run(seconds)

            # LiteLLM's worker for logs and its caches stay; they exist from here on.
            async with http_session() as http:
                await RandomUser(Client(http, address), chance, tally).warm_up()
            before = tasks()
            await asyncio.gather(*(run_user(SECONDS) for _ in range(USERS)))

            left = {
                "calls at the providers": await settled(lambda: unfinished(sandbox)),
                "connections to the gateway": await settled(lambda: connections(server.runner)),
                "tasks": await settled(lambda: tasks() - before),
                "sessions": services.sessions._registry._records,
                "generations": services.generate._generations._by_owner,
                "objects": await settled(lambda: names_of_new(earlier)),
            }
        left["connections to the providers"] = await settled(
            lambda: [c for runner in sandbox._runners for c in connections(runner)]
        )
    left["complaints of the loop"] = complaints
    left["errors in the log"] = [r.getMessage() for r in caplog.records if r.levelname == "ERROR"]

    figures.update(sorted(tally.items()))
    figures.update({f"left: {name}": len(things) for name, things in left.items()})
    assert {name: things for name, things in left.items() if things} == {}
    assert tally["generations"] > 100


def on_both_transports(settings: Settings) -> Settings:
    """Settings with each provider twice, once for each transport."""
    litellm = with_transport(settings, "litellm").providers
    added = {f"{name}{LITELLM_SUFFIX}": provider for name, provider in litellm.items()}
    return settings.model_copy(update={"providers": {**settings.providers, **added}})


def tasks() -> set[str]:
    """All tasks but those of aiohttp's connections, which are counted elsewhere."""
    named = (f"{task.get_name()} {task.get_coro()}" for task in asyncio.all_tasks())
    return {name for name in named if "RequestHandler.start" not in name}


def connections(runner: web.BaseRunner | None) -> list[web.RequestHandler]:
    """The connections to a server."""
    assert runner is not None
    return list(runner.server.connections) if runner.server is not None else []


def unfinished(sandbox: Sandbox) -> list[str]:
    """What the providers are still answering."""
    return [request.path for request in sandbox.requests if not request.ended.is_set()]
