"""A gateway on a real socket, with the sandbox's providers behind it."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

from gateway.app import create_app
from gateway.provider_settings import Transport as Way
from gateway.sandbox import RETIRED_MODELS, Sandbox
from gateway.settings import Settings, load_settings
from tests.gateway.client import PROVIDERS, Client, GatewayServer


class Clock:
    """The sessions' time, which a test can move on."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def advance(self, seconds: float) -> None:
        self._ahead += timedelta(seconds=seconds)


StartGateway = Callable[..., Awaitable[Client]]

NO_CONFIG = Path(os.devnull)
"""An empty config.toml, so that tests do not read the person's own."""


def settings_for(sandbox: Sandbox, **changes: object) -> Settings:
    """Settings that point every provider at the sandbox."""
    environment = {
        f"GATEWAY_{provider.upper()}_API_BASE": base for provider, base in sandbox.api_bases.items()
    }
    return load_settings(changes, environment, NO_CONFIG)


@pytest.fixture
async def sandbox(request: pytest.FixtureRequest) -> AsyncIterator[Sandbox]:
    """Stand-in providers, with the fixed models retired as in reality, or as a test says."""
    async with Sandbox(retired=getattr(request, "param", RETIRED_MODELS)) as running:
        yield running


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Time for gateways that are started after this."""
    clock = Clock()
    monkeypatch.setattr("gateway.app.now", clock)
    return clock


@pytest.fixture
def way() -> Way:
    """The way to the three providers."""
    return "direct"


@pytest.fixture(params=["direct", "litellm"])
def both_ways(request: pytest.FixtureRequest) -> Way:
    """Both ways through LiteLLM, for a module whose tests hold for either: `way = both_ways`."""
    found: Way = request.param
    return found


def by_way(settings: Settings, way: Way) -> Settings:
    """The same settings, with the three providers asked in that way."""
    providers = {
        name: provider.model_copy(update={"transport": way})
        if provider.transport == "direct"
        else provider
        for name, provider in settings.providers.items()
    }
    return settings.model_copy(update={"providers": providers})


@pytest.fixture
async def start_gateway(sandbox: Sandbox, way: Way) -> AsyncIterator[StartGateway]:
    """Start gateways with changed settings; they end with the test."""
    async with AsyncExitStack() as stack:

        async def start(
            settings: Settings | None = None, *, way: Way = way, **changes: object
        ) -> Client:
            app = create_app(by_way(settings or settings_for(sandbox, **changes), way))
            server = await stack.enter_async_context(GatewayServer(app))
            http = await stack.enter_async_context(
                aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
            )
            return Client(http, str(server.make_url("")).rstrip("/"))

        yield start


@pytest.fixture
async def client(start_gateway: StartGateway) -> Client:
    """A client without a session."""
    return await start_gateway()


@pytest.fixture
async def session(client: Client) -> Client:
    """A client with a session and no key."""
    await client.sign_in()
    return client


@pytest.fixture
async def ready(session: Client) -> Client:
    """A client with a session and a key for each provider."""
    for provider in PROVIDERS:
        status, _ = await session.put_key(provider)
        assert status == 200
    return session
