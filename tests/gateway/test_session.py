"""The session: cookie and CSRF token, the part in memory, and the end of every cookie."""

import re
from pathlib import Path

import aiohttp
import pytest

from gateway.app import create_app
from gateway.sandbox import Sandbox
from gateway.session.sealed_cookie import COOKIE_NAME
from gateway.settings import load_settings
from gateway.web.services import SERVICES
from tests.gateway.client import GOOD_KEYS, PROVIDERS, Client, GatewayServer
from tests.gateway.conftest import Clock, StartGateway, settings_for


async def test_session_begins_with_cookie_and_csrf_token(client: Client) -> None:
    async with client.http.post(f"{client.address}/session") as response:
        assert response.status == 201
        body = await response.json()
        header = response.headers["Set-Cookie"]

    assert set(body) == {
        "csrf_token",
        "provider",
        "created_at",
        "expires_at",
        "idle_expires_at",
    }
    assert body["provider"] == "openai"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", body["created_at"])
    cookie, *attributes = header.split("; ")
    assert re.fullmatch(rf"{COOKIE_NAME}=[\w-]+\.[\w=-]+", cookie)
    assert attributes == ["Path=/", "Secure", "HttpOnly", "SameSite=Strict", "Partitioned"]
    assert body["csrf_token"] not in header


async def test_session_is_shown_without_its_csrf_token(session: Client) -> None:
    status, body = await session.call("GET", "/session")
    assert status == 200
    assert set(body) == {"provider", "created_at", "expires_at", "idle_expires_at"}


async def test_selected_provider_lasts(session: Client) -> None:
    status, body = await session.call("PATCH", "/session", {"provider": "gemini"})
    assert (status, body["provider"]) == (200, "gemini")
    _, body = await session.call("GET", "/session")
    assert body["provider"] == "gemini"
    _, body = await session.call("GET", "/providers")
    assert [entry["id"] for entry in body["providers"] if entry["selected"]] == ["gemini"]


async def test_unknown_provider_is_not_selected(session: Client) -> None:
    status, body = await session.call("PATCH", "/session", {"provider": "nobody"})
    assert (status, body["error"]["code"]) == (404, "unknown_provider")


@pytest.mark.parametrize("half", ["cookie", "csrf_token"])
async def test_half_a_session_opens_nothing(ready: Client, half: str) -> None:
    setattr(ready, half, None)
    status, body = await ready.call("GET", "/providers")
    expected = (401, "session_required") if half == "cookie" else (403, "csrf_failed")
    assert (status, body["error"]["code"]) == expected


async def test_halves_of_two_sessions_do_not_fit(start_gateway: StartGateway) -> None:
    one = await start_gateway()
    await one.sign_in()
    other = Client(one.http, one.address)
    await other.sign_in()
    one.csrf_token = other.csrf_token
    status, body = await one.call("GET", "/session")
    assert (status, body["error"]["code"]) == (403, "csrf_failed")


async def test_cookie_of_another_gateway_does_not_open(start_gateway: StartGateway) -> None:
    one, other = await start_gateway(), await start_gateway()
    await one.sign_in()
    one.address = other.address
    status, body = await one.call("GET", "/session")
    assert (status, body["error"]["code"]) == (401, "session_required")


async def test_forged_cookie_asks_to_sign_in(session: Client) -> None:
    assert session.cookie is not None
    session.cookie = session.cookie[:-8] + "AAAAAAA="
    status, body = await session.call("GET", "/session")
    assert (status, body["error"]["code"]) == (401, "session_required")
    assert body["error"]["action"] == "sign_in"


async def test_every_write_makes_the_older_cookie_stale(ready: Client) -> None:
    older = ready.cookie
    await ready.call("PATCH", "/session", {"provider": "gemini"})
    newest = ready.cookie
    assert newest != older

    ready.cookie = older
    status, body = await ready.call("GET", "/providers")
    assert (status, body["error"]["code"]) == (409, "session_stale")

    ready.cookie = newest
    assert set((await ready.key_states()).values()) == {"valid"}


async def test_reading_sends_no_new_cookie(ready: Client) -> None:
    before = ready.cookie
    await ready.call("GET", "/providers")
    await ready.call("GET", "/session")
    assert ready.cookie == before


async def test_sign_out_ends_every_copy(ready: Client) -> None:
    copy = ready.cookie
    async with ready.http.delete(f"{ready.address}/session", headers=ready.headers) as response:
        assert response.status == 204
        header = response.headers["Set-Cookie"]
    assert header == (
        f"{COOKIE_NAME}=; Path=/; Secure; HttpOnly; SameSite=Strict; Partitioned; Max-Age=0"
    )
    ready.cookie = copy
    for provider in PROVIDERS:
        status, body = await ready.call("POST", "/generate", {"provider": provider, "prompt": "x"})
        assert (status, body["error"]["code"]) == (401, "session_required")


@pytest.mark.parametrize("setting", ["session_idle", "session_lifetime"])
async def test_session_expires(clock: Clock, start_gateway: StartGateway, setting: str) -> None:
    client = await start_gateway(**{setting: 100})
    await client.sign_in()
    await client.put_key("openai")
    clock.advance(99)
    assert (await client.call("GET", "/session"))[0] == 200
    clock.advance(2)
    status, body = await client.call("GET", "/session")
    assert (status, body["error"]["code"]) == (401, "session_required")


async def test_use_extends_the_session_and_reading_does_not(
    clock: Clock, start_gateway: StartGateway
) -> None:
    client = await start_gateway(session_idle=100)
    await client.sign_in()
    clock.advance(60)
    assert (await client.call("GET", "/providers"))[0] == 200
    clock.advance(60)
    assert (await client.call("GET", "/session"))[0] == 200
    assert (await client.call("GET", "/generations"))[0] == 200
    assert (await client.call("GET", "/health"))[0] == 200
    clock.advance(41)
    assert (await client.call("GET", "/session"))[0] == 401


async def test_full_session_is_refused_before_anything_changes(
    start_gateway: StartGateway, tmp_path: Path, sandbox: Sandbox
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(
        "\n".join(
            f'[providers.extra{n}]\nname="Extra {n}"\nmodel="m"\nupstream_models=["openai/m"]\n'
            f'api_base="{sandbox.api_bases["openai"]}"\n'
            for n in range(6)
        )
    )
    client = await start_gateway(load_settings({}, {}, config))
    await client.sign_in()
    statuses = [(await client.put_key(f"extra{n}", f"sk-{n}" + "k" * 500))[0] for n in range(6)]
    fitted = statuses.count(200)
    assert fitted >= 3
    assert set(statuses[fitted:]) == {409}

    status, body = await client.put_key("extra5", "sk-5" + "k" * 500)
    assert (status, body["error"]["code"]) == (409, "session_full")
    assert body["error"]["action"] == "remove_key"
    assert list((await client.key_states()).values()).count("valid") == fitted

    assert (await client.call("DELETE", "/keys/extra0"))[0] == 204
    assert (await client.put_key("extra5", "sk-5" + "k" * 500))[0] == 200


async def test_no_key_is_readable_in_the_cookie(ready: Client) -> None:
    assert ready.cookie is not None
    for key in GOOD_KEYS.values():
        assert key[-16:] not in ready.cookie


async def test_base64_has_more_than_one_way_to_write_a_token(session: Client) -> None:
    assert session.cookie is not None
    session.cookie = session.cookie[:-20] + "!" + session.cookie[-20:]
    status, body = await session.call("GET", "/session")
    assert (status, body["error"]["code"]) == (401, "session_required")


async def test_nothing_of_a_session_outlives_the_gateway(sandbox: Sandbox) -> None:
    app = create_app(settings_for(sandbox.api_bases))
    async with GatewayServer(app) as server, aiohttp.ClientSession() as http:
        client = Client(http, str(server.make_url("")).rstrip("/"))
        await client.sign_in()
        assert (await client.put_key("openai"))[0] == 200
        await client.program()
        await client.begin("[[sandbox: hang]] hi", provider="openai")
        services = app[SERVICES]
        held = (
            services.sessions._registry,
            services.tokens._tokens._shared,
            services.generate._generations._by_owner,
        )
        assert [len(one) for one in held] == [1, 1, 1]
    assert [len(one) for one in held] == [0, 0, 0]
