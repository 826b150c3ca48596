"""What a provider's reply to a key check says of the key: by the same mapping as for answers."""

import gc
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from gateway.errors import QuotaExhausted
from gateway.providers.catalogue import ProviderService
from gateway.providers.http_client import HttpCall, HttpClient
from gateway.providers.litellm_client import LiteLLMClient
from gateway.providers.wire_formats import WireFormats
from gateway.settings import load_settings
from tests.gateway.client import GOOD_KEYS, PROVIDERS, Client
from tests.gateway.conftest import StartGateway, settings_for

Reply = Callable[[web.Request], Awaitable[web.StreamResponse]]


def error(status: int, body: Any, **headers: str) -> Reply:
    """A reply with this status and JSON body."""

    async def reply(request: web.Request) -> web.Response:
        return web.json_response(body, status=status, headers=headers)

    return reply


def page(status: int) -> Reply:
    """The HTML page of a proxy or a firewall."""

    async def reply(request: web.Request) -> web.Response:
        text = "<html>Access to this model is denied</html>"
        return web.Response(text=text, status=status, content_type="text/html")

    return reply


async def cut_off(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b'{"data": [')
    assert request.transport is not None
    request.transport.abort()
    return response


def anthropic(kind: str, message: str) -> Any:
    return {"type": "error", "error": {"type": kind, "message": message}}


DISABLED = anthropic("invalid_request_error", "This organization has been disabled.")

CASES: dict[str, tuple[str, Reply, str, str]] = {
    # provider, reply, the key check's outcome, the same reply's error for an answer
    "disabled organization": ("anthropic", error(400, DISABLED), "key_rejected", "key_rejected"),
    "dead key": ("openai", error(401, {"error": {"code": "invalid_api_key"}}),
                 "key_rejected", "key_rejected"),
    "restricted key": ("openai", error(401, {"error": {"message": "Missing scopes: a.b"}}),
                       "unverified", "permission_denied"),
    "expired key": ("gemini", error(400, {"error": {"message": "API key expired. Renew it."}}),
                    "key_rejected", "key_rejected"),
    "key without a right": ("gemini", error(403, {"error": {"status": "PERMISSION_DENIED"}}),
                            "unverified", "permission_denied"),
    "spent budget": ("openai", error(429, {"error": {"code": "insufficient_quota"}}),
                     "quota_exhausted", "quota_exhausted"),
    "too many requests": ("openai", error(429, {"error": {"code": "rate_limit_exceeded"}}),
                          "rate_limited", "rate_limited"),
    "overloaded": ("anthropic", error(529, anthropic("overloaded_error", "Overloaded")),
                   "provider_overloaded", "provider_overloaded"),
    "page with 403": ("openai", page(403), "provider_error", "provider_error"),
    "page with 401": ("anthropic", page(401), "provider_error", "provider_error"),
    "answer of a proxy": ("openai", error(403, {"message": "Forbidden"}),
                          "provider_error", "provider_error"),
    "not there": ("openai", error(404, {"detail": "no model here"}),
                  "provider_error", "provider_error"),
    "gateway timeout": ("openai", error(504, {"error": {"message": "x"}}),
                        "provider_error", "provider_timeout"),
    "cut off": ("openai", cut_off, "provider_unreachable", "provider_error"),
}  # fmt: skip


@pytest.fixture
async def upstream() -> AsyncIterator[tuple[TestServer, list[Reply]]]:
    """All three providers on one address, which give the one reply in the list."""
    replies: list[Reply] = []

    async def reply(request: web.Request) -> web.StreamResponse:
        if not replies:
            return web.json_response({"data": [], "models": []})
        return await replies[0](request)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", reply)
    server = TestServer(app)
    await server.start_server()
    yield server, replies
    await server.close()


async def client_of(start_gateway: StartGateway, server: TestServer) -> Client:
    """A client of a gateway whose providers are all there."""
    base = str(server.make_url("")).rstrip("/")
    settings = settings_for(dict.fromkeys(PROVIDERS, base), retry_attempts=1)
    client = await start_gateway(settings)
    await client.sign_in()
    return client


@pytest.mark.parametrize("case", CASES)
async def test_one_mapping_serves_key_checks_and_answers(
    start_gateway: StartGateway, upstream: tuple[TestServer, list[Reply]], case: str
) -> None:
    provider, reply, checked, answered = CASES[case]
    server, replies = upstream
    client = await client_of(start_gateway, server)
    assert (await client.put_key(provider))[0] == 200
    replies.append(reply)
    _, verified = await client.call("POST", f"/keys/{provider}/verify")
    _, put = await client.put_key(provider)
    _, failed = await client.call("POST", "/generate", {"provider": provider, "prompt": "hi"})
    outcome = put["error"]["code"] if "error" in put else put["state"]
    assert outcome == checked
    assert failed["error"]["code"] == answered
    again = verified["error"]["code"] if "error" in verified else verified["state"]
    assert again == {"key_rejected": "rejected"}.get(checked, checked)


async def test_time_to_wait_is_passed_on(
    start_gateway: StartGateway, upstream: tuple[TestServer, list[Reply]]
) -> None:
    server, replies = upstream
    client = await client_of(start_gateway, server)
    replies.append(error(429, {"error": {"code": "rate_limit_exceeded"}}, **{"Retry-After": "7"}))
    status, body = await client.put_key("openai")
    assert (status, body["error"]["retry_after"]) == (429, 7)


async def test_no_key_outlives_its_check(upstream: tuple[TestServer, list[Reply]]) -> None:
    """Not even in a cycle of an exception and its frames, which only the collector would free."""
    server, replies = upstream
    base = str(server.make_url("")).rstrip("/")
    replies.append(error(429, {"error": {"code": "insufficient_quota"}}))
    settings = load_settings({}, {"GATEWAY_OPENAI_API_BASE": base})
    http = HttpClient(1.0)
    providers = ProviderService(
        settings.providers, http, WireFormats(LiteLLMClient(settings.providers, http, 1.0))
    )
    gc.collect()
    gc.disable()
    try:
        with pytest.raises(QuotaExhausted):
            await providers.check_key(providers.get("openai"), SecretStr(GOOD_KEYS["openai"]))
        alive = [thing for thing in gc.get_objects() if isinstance(thing, HttpCall)]
    finally:
        gc.enable()
        await http.close()
    assert alive == []
