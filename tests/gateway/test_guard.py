"""The guard: checks of Host, Origin and fetch metadata."""

import asyncio
import json

import pytest

from gateway import EXTENSION_ORIGIN
from tests.gateway.client import Client
from tests.gateway.conftest import StartGateway


async def send_raw(client: Client, head: str) -> tuple[int, str]:
    """Send exactly these bytes as a request's head, with the gateway's port for PORT."""
    host, port = client.address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(head.replace("PORT", port).replace("\n", "\r\n").encode() + b"\r\n\r\n")
    await writer.drain()
    answer = (await asyncio.wait_for(reader.read(), 5)).decode()
    writer.close()
    return int(answer.split(" ")[1]), answer


@pytest.mark.parametrize("host", ["127.0.0.1:PORT", "localhost:PORT"])
async def test_own_hosts_are_answered(client: Client, host: str) -> None:
    status, _ = await send_raw(client, f"GET /health HTTP/1.1\nHost: {host}\nConnection: close")
    assert status == 200


@pytest.mark.parametrize("path", ["/", "/health", "/session", "/nowhere"])
@pytest.mark.parametrize(
    "host_lines",
    [
        "Host: evil.example",
        "Host: evil.example:PORT",
        "Host: 127.0.0.1",
        "Host: localhost",
        "Host: 127.0.0.1:1",
        "Host: LOCALHOST:PORT",
        "Host: localhost.:PORT",
        "Host: localhost:PORT.evil.example",
        "Host: evil.example@127.0.0.1:PORT",
        "Host: 127.1:PORT",
        "Host: 0.0.0.0:PORT",
        "Host: [::1]:PORT",
        "Host:",
        "Host: 127.0.0.1:PORT\nHost: evil.example",
        "Host: evil.example\nHost: 127.0.0.1:PORT",
        "X-Forwarded-Host: 127.0.0.1:PORT",
    ],
)
async def test_foreign_hosts_are_refused(client: Client, path: str, host_lines: str) -> None:
    status, answer = await send_raw(client, f"GET {path} HTTP/1.1\n{host_lines}\nConnection: close")
    # Some never get past the HTTP parser.
    assert (status, json.loads(answer.partition("\r\n\r\n")[2])["error"]["code"]) in (
        (400, "invalid_request"),
        (403, "forbidden_host"),
    )


async def test_absolute_target_does_not_stand_in_for_the_host(client: Client) -> None:
    status, answer = await send_raw(
        client, "GET http://127.0.0.1:PORT/health HTTP/1.1\nHost: evil.example\nConnection: close"
    )
    assert status == 403
    assert "forbidden_host" in answer


async def test_old_http_is_refused(client: Client) -> None:
    assert (await send_raw(client, "GET /health HTTP/1.0"))[0] == 403
    assert (await send_raw(client, "GET /health HTTP/1.0\nHost: 127.0.0.1:PORT"))[0] == 400


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": EXTENSION_ORIGIN},
        {"Origin": EXTENSION_ORIGIN, "Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "cors"},
        {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "cors"},
        {"Sec-Fetch-Mode": "cors"},
    ],
)
async def test_our_extension_and_scripts_may_call(client: Client, headers: dict[str, str]) -> None:
    async with client.http.post(f"{client.address}/session", headers=headers) as response:
        assert response.status == 201


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "chrome-extension://abcdefghijklmnopabcdefghijklmnop"},
        {"Origin": EXTENSION_ORIGIN.upper()},
        {"Origin": f"{EXTENSION_ORIGIN}.evil.example"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"},
        {"Sec-Fetch-Mode": "no-cors"},
        {"Origin": EXTENSION_ORIGIN, "Sec-Fetch-Site": "cross-site"},
    ],
)
@pytest.mark.parametrize("path", ["/session", "/generate", "/nowhere"])
async def test_pages_and_other_extensions_may_not(
    client: Client, headers: dict[str, str], path: str
) -> None:
    async with client.http.post(
        client.address + path, data=b"{}", headers={**headers, "Content-Type": "text/plain"}
    ) as response:
        assert response.status == 403
        assert (await response.json())["error"]["code"] == "forbidden_origin"
        assert not [name for name in response.headers if name.startswith("Access-Control")]


async def test_page_is_for_the_address_bar(client: Client) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    async with client.http.get(f"{client.address}/", headers=headers) as response:
        assert response.status == 200
        assert "Gatehouse is running" in await response.text()
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
        assert "Set-Cookie" not in response.headers


async def test_preflight_gets_no_permission(client: Client) -> None:
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    async with client.http.options(f"{client.address}/generate", headers=headers) as response:
        assert response.status == 403
        assert not [name for name in response.headers if name.startswith("Access-Control")]


async def test_other_origins_can_be_allowed(start_gateway: StartGateway) -> None:
    client = await start_gateway(extension_origins="chrome-extension://one, chrome-extension://two")
    for origin, status in (
        ("chrome-extension://one", 201),
        ("chrome-extension://two", 201),
        (EXTENSION_ORIGIN, 403),
    ):
        headers = {"Origin": origin}
        async with client.http.post(f"{client.address}/session", headers=headers) as response:
            assert response.status == status


async def test_checks_come_in_the_contract_s_order(session: Client) -> None:
    """Each request also has every later fault; the answer must be that of the first."""
    url = f"{session.address}/generate"
    faults = [
        ({"Host": "evil.example"}, 403, "forbidden_host"),
        ({"Origin": "https://evil.example"}, 403, "forbidden_origin"),
        ({"Content-Type": "text/plain"}, 415, "unsupported_media_type"),
        ({"Cookie": "none"}, 401, "session_required"),
        ({"X-CSRF-Token": "wrong"}, 403, "csrf_failed"),
        ({"Cookie": session.headers["Cookie"][:-9] + "AAAAAAAA="}, 401, "session_required"),
    ]
    good = {**session.headers, "Content-Type": "application/json"}
    for index, (_, status, code) in enumerate(faults):
        headers = dict(good)
        for fault, *_ in reversed(faults[index:]):
            headers.update(fault)
        async with session.http.post(url, data=b"{", headers=headers) as response:
            assert (response.status, (await response.json())["error"]["code"]) == (status, code)
    async with session.http.post(url, data=b"{", headers=good) as response:
        assert (response.status, (await response.json())["error"]["code"]) == (
            400,
            "invalid_request",
        )


@pytest.mark.parametrize("version", ["HTTP/2.0", "HTTP/1.2", "HTTP/0.9"])
async def test_only_http_1_1(client: Client, version: str) -> None:
    status, _ = await send_raw(
        client, f"GET /health {version}\nHost: 127.0.0.1:PORT\nConnection: close"
    )
    assert status == 400


async def test_expectation_is_not_quoted(client: Client) -> None:
    status, answer = await send_raw(
        client, "GET /nowhere HTTP/1.1\nHost: evil\nExpect: canary\nConnection: close"
    )
    assert status == 400
    assert "canary" not in answer
    assert '"code":"invalid_request"' in answer


async def test_server_software_is_not_disclosed(client: Client) -> None:
    async with client.http.get(f"{client.address}/health") as response:
        assert response.headers["Server"] == "Gatehouse"


async def test_planted_cookie_does_not_shut_the_session(ready: Client) -> None:
    own = ready.headers["Cookie"]
    name = own.partition("=")[0]
    for cookies in (f"{own}; {name}=planted.x", f"{name}=planted.x; {own}", f"a=b; {own}; c=d"):
        headers = {**ready.headers, "Cookie": cookies}
        async with ready.http.get(f"{ready.address}/providers", headers=headers) as response:
            assert response.status == 200
