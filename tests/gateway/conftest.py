"""A gateway on a real socket, with the sandbox's providers behind it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from gateway.app import create_app
from gateway.provider_settings import Transport
from gateway.sandbox import RETIRED_MODELS, Sandbox
from gateway.settings import Settings, load_settings
from tests.gateway.client import PROVIDERS, Client, GatewayServer
from tests.gateway.transports import with_transport


class Clock:
    """The current time as the gateway sees it. A test can move it forward."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def advance(self, seconds: float) -> None:
        self._ahead += timedelta(seconds=seconds)


StartGateway = Callable[..., Awaitable[Client]]


def settings_for(api_bases: Mapping[str, str], **changes: object) -> Settings:
    """Settings that point every provider at these addresses."""
    environment = {
        f"GATEWAY_{provider.upper()}_API_BASE": base for provider, base in api_bases.items()
    }
    return load_settings(changes, environment)


@pytest.fixture
async def sandbox(request: pytest.FixtureRequest) -> AsyncIterator[Sandbox]:
    """Stand-in providers. The fixed models are retired, as in reality, or as a test says."""
    async with Sandbox(retired=getattr(request, "param", RETIRED_MODELS)) as running:
        yield running


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of all gateways that are started after this fixture."""
    clock = Clock()
    monkeypatch.setattr("gateway.app.now", clock)
    return clock


@pytest.fixture
def transport() -> Transport:
    """The transport of gateways under test, unless the test is parametrized with another."""
    return "direct"


@pytest.fixture
def short_retry_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Attempts for which the provider names no wait follow after 10 ms, without jitter."""
    monkeypatch.setattr("gateway.generation.retry.FIRST_WAIT", 0.01)
    monkeypatch.setattr("random.uniform", lambda low, high: high)


@pytest.fixture
async def start_gateway(sandbox: Sandbox, transport: Transport) -> AsyncIterator[StartGateway]:
    """Starts gateways, with changed settings if need be. They end with the test."""
    async with AsyncExitStack() as stack:

        async def start(
            settings: Settings | None = None,
            *,
            transport: Transport = transport,
            **changes: object,
        ) -> Client:
            settings = settings or settings_for(sandbox.api_bases, **changes)
            app = create_app(with_transport(settings, transport))
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
