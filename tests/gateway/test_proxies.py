"""The person's proxy, in every form of the variables that curl reads, on both transports."""

import asyncio
from urllib.parse import urlsplit

import pytest

from gateway.providers import proxies
from tests.gateway.client import GOOD_KEYS, Client
from tests.gateway.conftest import StartGateway, settings_for
from tests.gateway.proxy_server import ProxyServer, proxying
from tests.gateway.scripted_upstream import ScriptedUpstream, openai_body, plain
from tests.gateway.transports import on_both_transports

NAMES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
NOWHERE = "http://provider.invalid/v1"


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    proxies._proxy_for.cache_clear()


async def generate(
    start_gateway: StartGateway, base: str, *, check: bool = True
) -> tuple[int, dict[str, object]]:
    """What a prompt to OpenAI at that address becomes, and the key's check before."""
    proxies._proxy_for.cache_clear()
    client: Client = await start_gateway(settings_for({"openai": base}, retry_attempts=2))
    await client.sign_in()
    status, told = await client.put_key("openai", GOOD_KEYS["openai"], allow_unverified=not check)
    assert status == 200, told
    return await client.call("POST", "/generate", {"prompt": "hi"})


USED = {
    "ALL_PROXY": "http://{}",
    "all_proxy": "http://{}",
    "http_proxy": "http://{}",
    "HTTP_PROXY": "{}",
    "ALL_PROXY without a scheme": "{}",
    "ALL_PROXY with a slash": "http://{}/",
    "ALL_PROXY with a user": "http://me:p%40ss@{}",
    "ALL_PROXY in capitals": "HTTP://{}",
    "ALL_PROXY of SOCKS 5": "socks5h://{}",
    "ALL_PROXY of SOCKS 5 with a user": "socks5h://me:p%40ss@{}",
    "ALL_PROXY of SOCKS 4a": "socks4a://{}",
}


@on_both_transports
@pytest.mark.parametrize("name", USED)
async def test_proxy_is_asked(
    start_gateway: StartGateway, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    async with ScriptedUpstream({"": plain(openai_body("stop"))}) as upstream:
        address = urlsplit(upstream.api_bases["openai"])
        user = "me:p@ss" if "user" in name else None
        server = ProxyServer((address.hostname or "", address.port or 0), user=user)
        async with proxying(server) as proxy:
            monkeypatch.setenv(name.split(" ")[0], USED[name].format(f"127.0.0.1:{proxy.port}"))
            status, answer = await generate(start_gateway, NOWHERE)
    assert (status, answer.get("text")) == (200, "So far"), answer
    assert proxy.asked
    assert all("provider.invalid" in one for one in proxy.asked)


@on_both_transports
@pytest.mark.parametrize("scheme", ["socks5", "socks4", "socks5h"])
async def test_socks_that_looks_no_names_up(
    start_gateway: StartGateway, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    async with ScriptedUpstream({"": plain(openai_body("stop"))}) as upstream:
        base = upstream.api_bases["openai"]
        address = urlsplit(base)
        server = ProxyServer((address.hostname or "", address.port or 0))
        async with proxying(server) as proxy:
            monkeypatch.setenv("ALL_PROXY", f"{scheme}://127.0.0.1:{proxy.port}")
            assert (await generate(start_gateway, base))[0] == 200
    assert set(proxy.asked) == {f"127.0.0.1:{address.port}"}


@on_both_transports
async def test_no_proxy(start_gateway: StartGateway, monkeypatch: pytest.MonkeyPatch) -> None:
    async with (
        ScriptedUpstream({"": plain(openai_body("stop"))}) as upstream,
        proxying(ProxyServer(("127.0.0.1", 1))) as proxy,
    ):
        monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("NO_PROXY", "localhost, 127.0.0.0/8")
        assert (await generate(start_gateway, upstream.api_bases["openai"]))[0] == 200
    assert proxy.asked == []


@on_both_transports
@pytest.mark.parametrize("url", ["http://{}", "socks5h://{}"])
async def test_proxy_that_is_not_there_is_named(
    start_gateway: StartGateway, monkeypatch: pytest.MonkeyPatch, url: str, unused_tcp_port: int
) -> None:
    place = f"127.0.0.1:{unused_tcp_port}"
    monkeypatch.setenv("ALL_PROXY", url.format(f"me:secret@{place}"))
    status, told = await generate(start_gateway, NOWHERE, check=False)
    error = told["error"]
    assert isinstance(error, dict)
    assert (status, error["code"]) == (502, "provider_unreachable")
    assert f"The proxy {url.format(place)} could not be reached" in error["message"]
    assert "secret" not in str(told)


@on_both_transports
@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(("status", "words"), [(407, "user name"), (403, "HTTP 403")])
async def test_proxy_that_refuses_is_named(
    start_gateway: StartGateway,
    monkeypatch: pytest.MonkeyPatch,
    scheme: str,
    status: int,
    words: str,
) -> None:
    async with proxying(ProxyServer(("127.0.0.1", 1), status=status)) as proxy:
        monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{proxy.port}")
        base = NOWHERE.replace("http", scheme, 1)
        code, told = await generate(start_gateway, base, check=False)
    error = told["error"]
    assert isinstance(error, dict)
    assert code == 502
    assert "proxy" in error["message"].lower()
    assert words in error["message"]
    # The key's check, and one attempt: it is not tried again.
    assert len(proxy.asked) == 2


BYPASSED = {
    "*": True,
    "example.com": True,
    ".example.com": True,
    "*.example.com": True,
    "EXAMPLE.com": True,
    "other.org,example.com": True,
    "other.org example.com": True,
    "api.example.com:443": True,
    "api.example.com:80": False,
    "ample.com": False,
    "example.co": False,
    "b.api.example.com": False,
    "": False,
    ",": False,
    "10.0.0.0/8": False,
}


@pytest.mark.parametrize("no_proxy", BYPASSED)
def test_names_in_no_proxy(no_proxy: str) -> None:
    assert proxies.bypasses("api.example.com", 443, no_proxy) is BYPASSED[no_proxy]
    assert proxies.bypasses("API.example.com.", 443, no_proxy) is BYPASSED[no_proxy]


@pytest.mark.parametrize(
    ("host", "no_proxy", "bypassed"),
    [
        ("10.1.2.3", "10.0.0.0/8", True),
        ("10.1.2.3", "10.1.2.3", True),
        ("10.1.2.3", "10.1.2.3/32", True),
        ("11.1.2.3", "10.0.0.0/8", False),
        ("::1", "::1", True),
        ("::1", "[::1]", True),
        ("fd00::7", "fd00::/8", True),
        ("10.1.2.3", "1.2.3", False),
        ("localhost", "localhost", True),
    ],
)
def test_networks_in_no_proxy(host: str, no_proxy: str, bypassed: bool) -> None:
    assert proxies.bypasses(host, 80, no_proxy) is bypassed


@pytest.mark.parametrize(
    ("proxy", "told"),
    [
        ("http://me:se/cret@10.0.0.1:1", "http://10.0.0.1:1"),
        ("http://me:s#e?c@r@10.0.0.1:1/", "http://10.0.0.1:1"),
        ("socks5h://me:x@[::1]:1080", "socks5h://[::1]:1080"),
        ("http://[::1", "http://[::1"),
    ],
)
def test_no_part_of_a_password_is_told(proxy: str, told: str) -> None:
    assert proxies.shown(proxy) == told


VARIABLES: dict[str, tuple[dict[str, str], str | None]] = {
    "an empty one beside a full one": ({"all_proxy": "", "ALL_PROXY": "http://b:1"}, "http://b:1"),
    "small letters first": ({"ALL_PROXY": "http://b:1", "all_proxy": "http://a:1"}, "http://a:1"),
    "blanks": ({"ALL_PROXY": " "}, None),
    "blanks around": ({"ALL_PROXY": " http://a:1 "}, "http://a:1"),
    "of its own first": ({"HTTPS_PROXY": "http://a:1", "ALL_PROXY": "http://b:1"}, "http://a:1"),
    "of another scheme": ({"HTTP_PROXY": "http://a:1"}, None),
}


@pytest.mark.parametrize("name", VARIABLES)
def test_variables(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    variables, proxy = VARIABLES[name]
    for variable, value in variables.items():
        monkeypatch.setenv(variable, value)
    assert proxies.proxy_for("https://api.example.com/v1") == proxy


@on_both_transports
@pytest.mark.parametrize(
    "proxy", ["http://no.such.host.invalid:1", "http://[::1", "socks5h://[::1"]
)
async def test_proxy_that_is_no_address_is_named(
    start_gateway: StartGateway, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)
    status, told = await generate(start_gateway, NOWHERE, check=False)
    assert status == 502
    assert f"The proxy {proxy} could not be reached" in str(told)


@on_both_transports
async def test_proxy_that_says_nothing_is_named(
    start_gateway: StartGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{port}")
    proxies._proxy_for.cache_clear()
    base = NOWHERE.replace("http", "https", 1)
    client = await start_gateway(settings_for({"openai": base}, provider_timeout=0.5))
    await client.sign_in()
    async with server, asyncio.timeout(10):
        status, told = await client.put_key("openai", GOOD_KEYS["openai"])
        server.close()
    assert status == 502
    assert f"The proxy http://127.0.0.1:{port} could not be reached" in str(told)
