"""API keys: entered, checked with their provider, kept in the session, removed."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from gateway.sandbox import Sandbox
from gateway.settings import load_settings
from tests.gateway.client import GOOD_KEYS, NAMES, PROVIDERS, Client
from tests.gateway.conftest import StartGateway

MASKED = {"openai": "sk-proj-…WXYZ", "anthropic": "sk-ant-api03-…WXYZ", "gemini": "AIza…WXYZ"}

every_provider = pytest.mark.parametrize("provider", PROVIDERS)


@every_provider
async def test_good_key_is_valid_and_shown_masked(session: Client, provider: str) -> None:
    status, key = await session.put_key(provider)
    assert status == 200
    assert set(key) == {"state", "masked", "added_at", "checked_at"}
    assert (key["state"], key["masked"]) == ("valid", MASKED[provider])
    assert key["added_at"] is not None
    assert key["checked_at"] is not None

    _, body = await session.call("GET", "/providers")
    entry = next(entry for entry in body["providers"] if entry["id"] == provider)
    assert entry["key"] == key
    assert entry["name"] == NAMES[provider]


@every_provider
async def test_check_asks_for_the_list_of_models_and_nothing_else(
    session: Client, provider: str, sandbox: Sandbox
) -> None:
    await session.put_key(provider)
    (request,) = sandbox.requests
    assert (request.provider, request.method) == (provider, "GET")
    assert request.path.endswith("/models")
    assert GOOD_KEYS[provider] not in request.path


@every_provider
async def test_list_of_models_may_come_in_pieces(
    session: Client, provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.sandbox.delivery._BETWEEN_WRITES", 0.05)
    status, key = await session.put_key(provider)
    assert (status, key.get("state")) == (200, "valid")


async def test_endless_list_of_models_is_not_read_to_its_end(
    start_gateway: StartGateway, aiohttp_server: Callable[..., Awaitable[TestServer]]
) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b'{"data": [' + b" " * 1024 * 1024)

    app = web.Application()
    app.router.add_get("/v1/models", endless)
    server = await aiohttp_server(app)
    base = str(server.make_url("/v1"))
    client = await start_gateway(load_settings({}, {"GATEWAY_OPENAI_API_BASE": base}))
    await client.sign_in()
    status, body = await client.put_key("openai")
    assert (status, body["error"]["code"]) == (502, "provider_error")


@every_provider
async def test_rejected_key_is_told_and_not_kept(session: Client, provider: str) -> None:
    status, body = await session.put_key(provider, "sk-bad-0123456789012345678901")
    assert (status, body["error"]["code"]) == (401, "key_rejected")
    assert body["error"]["provider"] == provider
    assert body["error"]["action"] == "add_key"
    assert NAMES[provider] in body["error"]["message"]
    assert (await session.key_states())[provider] == "missing"


@every_provider
async def test_rejected_key_does_not_replace_a_good_one(ready: Client, provider: str) -> None:
    status, _ = await ready.put_key(provider, "sk-bad-0123456789012345678901")
    assert status == 401
    status, answer = await ready.call("POST", "/generate", {"provider": provider, "prompt": "hi"})
    assert (status, answer.get("status")) == (200, "done"), answer


@every_provider
async def test_key_that_may_not_list_models_is_unverified(session: Client, provider: str) -> None:
    status, key = await session.put_key(provider, "sk-restricted-0123456789012345")
    assert (status, key["state"]) == (200, "unverified")
    status, answer = await session.call("POST", "/generate", {"provider": provider, "prompt": "hi"})
    assert (status, answer.get("status")) == (200, "done"), answer


@every_provider
async def test_unreachable_provider_keeps_nothing_unless_asked(
    start_gateway: StartGateway, provider: str, unused_tcp_port: int
) -> None:
    nowhere = f"http://127.0.0.1:{unused_tcp_port}"
    client = await start_gateway(
        load_settings({}, {f"GATEWAY_{provider.upper()}_API_BASE": nowhere})
    )
    await client.sign_in()
    status, body = await client.put_key(provider)
    assert (status, body["error"]["code"]) == (502, "provider_unreachable")
    assert (await client.key_states())[provider] == "missing"

    status, key = await client.put_key(provider, allow_unverified=True)
    assert (status, key["state"], key["checked_at"]) == (200, "unverified", None)


async def test_rejected_key_is_not_kept_even_when_unverified_ones_are_allowed(
    session: Client,
) -> None:
    status, _ = await session.put_key(
        "openai", "sk-bad-0123456789012345678901", allow_unverified=True
    )
    assert status == 401
    assert (await session.key_states())["openai"] == "missing"


@every_provider
async def test_verify_asks_again(session: Client, provider: str, sandbox: Sandbox) -> None:
    status, body = await session.call("POST", f"/keys/{provider}/verify")
    assert (status, body["error"]["code"]) == (401, "missing_key")
    await session.put_key(provider)
    asked = len(sandbox.requests)
    status, key = await session.call("POST", f"/keys/{provider}/verify")
    assert (status, key["state"]) == (200, "valid")
    assert len(sandbox.requests) == asked + 1


async def test_verify_remembers_a_rejection(
    start_gateway: StartGateway, unused_tcp_port: int
) -> None:
    base = f"http://127.0.0.1:{unused_tcp_port}/v1"
    client = await start_gateway(load_settings({}, {"GATEWAY_OPENAI_API_BASE": base}))
    await client.sign_in()
    await client.put_key("openai", "sk-bad-0123456789012345678901", allow_unverified=True)
    async with Sandbox(ports=(unused_tcp_port, 0, 0)):
        status, key = await client.call("POST", "/keys/openai/verify")
    assert (status, key["state"]) == (200, "rejected")
    assert (await client.key_states())["openai"] == "rejected"


@every_provider
async def test_removed_key_is_gone(ready: Client, provider: str) -> None:
    assert (await ready.call("DELETE", f"/keys/{provider}"))[0] == 204
    assert (await ready.key_states())[provider] == "missing"
    assert (await ready.call("DELETE", f"/keys/{provider}"))[0] == 204
    status, body = await ready.call("POST", "/generate", {"provider": provider, "prompt": "hi"})
    assert (status, body["error"]["code"]) == (401, "missing_key")


@pytest.mark.parametrize(
    "key",
    ["", "short", "x" * 513, "sk-proj with a space in the middle", "sk-proj-ümläut-0123456789"],
)
async def test_what_cannot_be_a_key_is_told(session: Client, key: str, sandbox: Sandbox) -> None:
    status, body = await session.call("PUT", "/keys/openai", {"api_key": key})
    assert (status, body["error"]["code"]) == (422, "invalid_key_format")
    assert sandbox.requests == []


async def test_white_space_around_a_key_is_dropped(session: Client, sandbox: Sandbox) -> None:
    status, _ = await session.put_key("openai", f" \n{GOOD_KEYS['openai']}\t\r\n")
    assert status == 200
    assert sandbox.requests[0].headers["Authorization"] == f"Bearer {GOOD_KEYS['openai']}"


async def test_unknown_prefix_is_no_reason_to_refuse(session: Client) -> None:
    status, key = await session.put_key("openai", "0123456789-some-other-form")
    assert (status, key["masked"]) == (200, "…form")


async def test_writers_at_once_lose_nothing(session: Client) -> None:
    """Both read the same cookie. The slower one gets `session_stale` and tries again."""
    other = Client(session.http, session.address)
    other.cookie, other.csrf_token = session.cookie, session.csrf_token
    first, second = await asyncio.gather(session.put_key("openai"), other.put_key("anthropic"))
    assert sorted([first[0], second[0]]) == [200, 409]
    winner, loser = (session, other) if first[0] == 200 else (other, session)
    loser.cookie = winner.cookie
    await loser.put_key("anthropic" if winner is session else "openai")
    states = await loser.key_states()
    assert (states["openai"], states["anthropic"]) == ("valid", "valid")


async def test_provider_without_keys_needs_none(
    start_gateway: StartGateway, sandbox: Sandbox, tmp_path: Path
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(
        f"""
[providers.local]
name = "Local"
model = "small"
upstream_models = ["openai/gpt-4.1"]
api_base = "{sandbox.api_bases["openai"]}"
needs_key = false
"""
    )
    client = await start_gateway(load_settings({}, {}, config))
    await client.sign_in()
    assert (await client.key_states())["local"] == "not_needed"
    status, body = await client.put_key("local", GOOD_KEYS["openai"])
    assert (status, body["error"]["code"]) == (400, "invalid_request")
