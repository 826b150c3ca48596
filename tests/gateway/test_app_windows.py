"""A token that names an app works from that app's windows, and from nowhere else in a browser."""

import pytest

from gateway import EXTENSION_ORIGIN
from tests.gateway.client import Client

APP = "app://obsidian.md"

# What Chromium sends from a window of the app; the body is JSON.
WINDOW = {"Origin": APP, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"}

CHAT = {"model": "openai", "messages": [{"role": "user", "content": "hi"}]}

OTHERS = (
    "https://obsidian.md",
    "null",
    "app://obsidian.md.evil",
    "app://other",
    "file://",
    EXTENSION_ORIGIN,
    "http://127.0.0.1:8765",
)


async def ask(
    program: Client, path: str = "/v1/chat/completions", **headers: str
) -> tuple[int, str]:
    """Status, and the origin that may read the answer."""
    async with program.http.post(
        program.address + path, json=CHAT, headers={**program.headers, **headers}
    ) as response:
        await response.read()
        assert not {"*", "null"} & set(response.headers.getall("Access-Control-Allow-Origin", ()))
        return response.status, response.headers.get("Access-Control-Allow-Origin", "")


async def preflight(client: Client, path: str, **headers: str) -> tuple[int, dict[str, str]]:
    asked = {
        "Origin": APP,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, content-type, x-stainless-os",
        **headers,
    }
    async with client.http.options(client.address + path, headers=asked) as response:
        allowed = {
            name.lower(): value
            for name, value in response.headers.items()
            if name.lower().startswith("access-control")
        }
        return response.status, allowed


async def test_app_s_window_asks_and_reads(ready: Client) -> None:
    program = await ready.program(origin=APP)
    status, allowed = await preflight(program, "/v1/chat/completions")
    assert status == 204
    assert allowed == {
        "access-control-allow-origin": APP,
        "access-control-allow-methods": "POST",
        "access-control-allow-headers": "authorization, content-type, x-stainless-os",
    }
    for path, expected in (("/v1/chat/completions", 200), ("/v1/nothing", 404), ("/tokens", 403)):
        assert await ask(program, path, **WINDOW) == (expected, APP)
    streamed = {**CHAT, "stream": True}
    async with program.http.post(
        f"{program.address}/v1/chat/completions",
        json=streamed,
        headers={**program.headers, **WINDOW},
    ) as response:
        assert response.headers["Access-Control-Allow-Origin"] == APP
        assert "[DONE]" in await response.text()
    assert await ask(program) == (200, "")  # and from no window at all


@pytest.mark.parametrize("origin", OTHERS)
async def test_no_other_window_does(ready: Client, origin: str) -> None:
    program, plain = await ready.program(origin=APP), await ready.program()
    window = {**WINDOW, "Origin": origin}
    assert await ask(program, **window) == (403, "")
    status, allowed = await preflight(program, "/v1/chat/completions", Origin=origin)
    assert (status in (403, 405), allowed) == (True, {})
    # Nor the app's window with another program's token, or without one.
    assert await ask(plain, **WINDOW) == (403, "")
    plain.bearer = None
    assert (await ask(plain, **WINDOW))[1] == ""
    assert await ask(program, **{**WINDOW, "Sec-Fetch-Mode": "no-cors"}) == (403, APP)


async def test_permission_is_for_program_routes_and_living_tokens(ready: Client) -> None:
    await ready.program(origin=APP)
    for path in ("/session", "/keys/openai", "/tokens", "/nowhere"):
        status, allowed = await preflight(ready, path)
        assert (status >= 400, allowed) == (True, {})
    _, listed = await ready.call("GET", "/tokens")
    assert listed["tokens"][0]["origin"] == APP
    await ready.call("DELETE", f"/tokens/{listed['tokens'][0]['id']}")
    assert await preflight(ready, "/v1/chat/completions") == (403, {})


@pytest.mark.parametrize(
    "origin",
    [
        *("http://x", "https://obsidian.md", "null", "file://x", "*", "", "app://", "obsidian.md"),
        *(EXTENSION_ORIGIN, "moz-extension://abc", "safari-web-extension://abc", "app://a/b"),
        *("app://a b", "app://a\r\nX: y", "HTTP://x", "ws://x", "data:x", "blob:http://x", "://x"),
    ],
)
async def test_origin_is_an_apps(ready: Client, origin: str) -> None:
    status, body = await ready.call("POST", "/tokens", {"name": "x", "origin": origin})
    assert (status, body["error"]["field"]) == (400, "origin")
    assert "such as app://obsidian.md" in body["error"]["message"]
