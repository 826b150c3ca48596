"""Every fault of every provider, plain and streamed, and the error that a client gets.

The same table stands in docs/generations.md.
"""

import asyncio
import os
import socket
import ssl
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest
import trustme
from aiohttp import web
from aiohttp.test_utils import TestServer

from gateway.sandbox import Sandbox
from gateway.settings import load_settings
from tests.gateway.client import NAMES, PROVIDERS, Client, parse_events
from tests.gateway.conftest import StartGateway
from tests.gateway.transports import on_both_transports

# For each fault: status, code, and whether another attempt is made.
REFUSED = {
    "bad_key": (401, "key_rejected", False),
    "suspended": (401, "key_rejected", False),
    "restricted": (403, "permission_denied", False),
    "no_quota": (402, "quota_exhausted", False),
    "billing": (402, "quota_exhausted", False),
    "spend_limit": (402, "quota_exhausted", False),
    "rate_limit": (429, "rate_limited", True),
    "overloaded": (503, "provider_overloaded", True),
    "context_too_long": (400, "context_too_long", False),
    "content_blocked": (400, "content_blocked", False),
    "model_gone": (404, "model_unavailable", False),
    "bad_request": (400, "invalid_request", False),
    "server_error": (502, "provider_error", True),
    "html": (502, "provider_error", True),
    "reset": (502, "provider_unreachable", True),
    "hang": (504, "provider_timeout", False),
    "empty": (502, "provider_error", True),
}
UNREACHABLE = {
    "untrusted certificate": (502, "provider_unreachable", False),
    "no TLS": (502, "provider_unreachable", False),
    "unknown host": (502, "provider_unreachable", True),
    "connection refused": (502, "provider_unreachable", True),
}
# In a stream these come after the first piece, when no other attempt is made.
BROKEN_OFF = {
    "hang_midway": (504, "provider_timeout", False),
    "cut": (502, "provider_error", True),
    "truncated": (502, "provider_error", True),
    "malformed": (502, "provider_error", True),
    "error_midway": (503, "provider_overloaded", True),
}
# An answer that the provider's filter cuts off is still an answer, unless the provider sends an
# error. Endless answers are in test_limits.
FILTERED = ("content_filtered", "output_blocked")

every_provider = pytest.mark.parametrize("provider", PROVIDERS)
plain_and_streamed = pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])


@pytest.fixture
async def short_timeout_client(start_gateway: StartGateway, short_retry_waits: None) -> Client:
    """A client of a gateway that tries twice and waits half a second for a byte."""
    client = await start_gateway(retry_attempts=2, provider_timeout=0.5)
    await client.sign_in()
    for provider in PROVIDERS:
        assert (await client.put_key(provider))[0] == 200
    return client


without_retired_models = pytest.mark.parametrize("sandbox", [frozenset()], indirect=True)


def attempts_at(sandbox: Sandbox, fault: str) -> int:
    """How often the provider was asked; each attempt asks both models where neither exists."""
    asked = sum(request.method == "POST" for request in sandbox.requests)
    return asked // 2 if fault == "model_gone" else asked


@without_retired_models
@every_provider
@plain_and_streamed
@pytest.mark.parametrize("fault", REFUSED)
async def test_refused(
    short_timeout_client: Client, sandbox: Sandbox, provider: str, stream: bool, fault: str
) -> None:
    status, code, again = REFUSED[fault]
    body = {"provider": provider, "prompt": f"[[sandbox: {fault}]] hi", "stream": stream}
    async with short_timeout_client.http.post(
        f"{short_timeout_client.address}/generate", json=body, headers=short_timeout_client.headers
    ) as response:
        text = await response.text()
    if again and stream:
        name, last = parse_events(text)[-1]
        assert (response.status, name) == (
            200,
            "error",
        )  # the wait before the next attempt opened the stream
    else:
        last = await response.json()
        assert response.status == status
    error = last["error"]
    assert error["code"] == code
    assert NAMES[provider] in error["message"]
    assert error["provider"] == provider
    assert error["request_id"] == response.headers["X-Request-Id"]
    assert attempts_at(sandbox, fault) == (2 if again else 1)
    (kept,) = await short_timeout_client.generations()
    assert (kept["status"], kept["text"], kept["error"]) == ("failed", "", error)


@without_retired_models
@every_provider
@plain_and_streamed
@pytest.mark.parametrize("fault", [fault for fault, (*_, again) in REFUSED.items() if again])
async def test_passing_fault_is_retried(
    short_timeout_client: Client, sandbox: Sandbox, provider: str, stream: bool, fault: str
) -> None:
    prompt = f"[[sandbox: {fault} times=1]] hi"
    body = {"provider": provider, "prompt": prompt, "stream": stream}
    if stream:
        events = await short_timeout_client.events(body)
        (retry,) = [data for name, data in events if name == "retry"]
        assert (retry["attempt"], retry["code"]) == (2, REFUSED[fault][1])
        answer = events[-1][1]
    else:
        answer = (await short_timeout_client.call("POST", "/generate", body))[1]
    assert (answer["status"], answer["attempts"], answer["error"]) == ("done", 2, None)
    _, undisturbed = await short_timeout_client.call(
        "POST", "/generate", {"provider": provider, "prompt": "hi"}
    )
    assert answer["text"] == undisturbed["text"]


@without_retired_models
@every_provider
@pytest.mark.parametrize("fault", BROKEN_OFF)
async def test_broken_off_in_a_stream_keeps_what_came(
    short_timeout_client: Client, sandbox: Sandbox, provider: str, fault: str
) -> None:
    prompt = f"[[sandbox: {fault}]] hi"
    events = await short_timeout_client.events(
        {"provider": provider, "prompt": prompt, "stream": True}
    )
    assert events[-1][0] == "error"
    error = events[-1][1]["error"]
    assert error["code"] == BROKEN_OFF[fault][1]
    assert NAMES[provider] in error["message"]
    text = "".join(data.get("text", "") for name, data in events if name == "delta")
    _, kept = await short_timeout_client.call("GET", f"/generations/{events[0][1]['id']}")
    assert kept["status"] == "failed"
    assert kept["text"] == text != ""
    assert kept["error"] == error
    assert kept["finish_reason"] is None
    assert attempts_at(sandbox, fault) == kept["attempts"] == 1


@without_retired_models
@every_provider
@pytest.mark.parametrize("fault", BROKEN_OFF)
async def test_broken_off_in_a_plain_answer(
    short_timeout_client: Client, sandbox: Sandbox, provider: str, fault: str
) -> None:
    body = {"provider": provider, "prompt": f"[[sandbox: {fault}]] hi"}
    status, answer = await short_timeout_client.call("POST", "/generate", body)
    assert (status, answer["error"]["code"]) == BROKEN_OFF[fault][:2]
    assert attempts_at(sandbox, fault) == (2 if BROKEN_OFF[fault][2] else 1)


@every_provider
@plain_and_streamed
@pytest.mark.parametrize("fault", FILTERED)
async def test_filtered_in_mid_answer(
    short_timeout_client: Client, provider: str, stream: bool, fault: str
) -> None:
    body = {"provider": provider, "prompt": f"[[sandbox: {fault}]] hi", "stream": stream}
    if stream:
        last = (await short_timeout_client.events(body))[-1][1]
    else:
        last = (await short_timeout_client.call("POST", "/generate", body))[1]
    kept = (await short_timeout_client.generations())[0]
    if (provider, fault) == ("anthropic", "output_blocked"):
        assert kept["error"]["code"] == "content_blocked"
        assert kept["error"] == last["error"]
        assert bool(kept["text"]) == stream  # a plain answer has no first part that could be kept
    else:
        assert kept == last
        assert (kept["status"], kept["finish_reason"]) == ("done", "content_filter")
        assert kept["text"]


@every_provider
@plain_and_streamed
async def test_retry_after_is_passed_on(
    start_gateway: StartGateway, provider: str, stream: bool
) -> None:
    client = await start_gateway(retry_attempts=1)
    await client.sign_in()
    await client.put_key(provider)
    prompt = "[[sandbox: rate_limit retry_after=7]] hi"
    body = {"provider": provider, "prompt": prompt, "stream": stream}
    _, answer = await client.call("POST", "/generate", body)
    assert answer["error"]["retry_after"] == 7


class Unreachable:
    """Addresses at which no provider can be reached, each for another reason."""

    def __init__(self, bases: dict[str, str], authority: trustme.CA) -> None:
        self.bases = bases
        self.authority = authority

    def environment(self, fault: str) -> dict[str, str]:
        """The environment that points every provider at this address."""
        base = self.bases[fault]
        return {
            "GATEWAY_OPENAI_API_BASE": f"{base}/v1",
            "GATEWAY_ANTHROPIC_API_BASE": base,
            "GATEWAY_GEMINI_API_BASE": f"{base}/v1beta",
            "GATEWAY_RETRY_ATTEMPTS": "2",
        }


async def _hello(request: web.Request) -> web.Response:
    choice = {"index": 0, "message": {"role": "assistant", "content": "hello"}}
    return web.json_response({"id": "c", "choices": [{**choice, "finish_reason": "stop"}]})


async def _models(request: web.Request) -> web.Response:
    return web.json_response({"data": []})


@pytest.fixture
async def unreachable() -> AsyncIterator[Unreachable]:
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    async with AsyncExitStack() as stack:
        servers = []
        for _ in range(2):
            app = web.Application()
            app.router.add_post("/v1/chat/completions", _hello)
            app.router.add_get("/v1/models", _models)
            servers.append(TestServer(app))
            stack.push_async_callback(servers[-1].close)
        await servers[0].start_server(ssl=context)
        await servers[1].start_server()
        free = stack.enter_context(socket.socket())
        free.bind(("127.0.0.1", 0))  # bound, but not listening
        yield Unreachable(
            {
                "untrusted certificate": f"https://127.0.0.1:{servers[0].port}",
                "no TLS": f"https://127.0.0.1:{servers[1].port}",
                "unknown host": "https://provider.invalid",
                "connection refused": f"http://127.0.0.1:{free.getsockname()[1]}",
            },
            authority,
        )


@on_both_transports
@pytest.mark.parametrize("fault", UNREACHABLE)
async def test_unreachable(
    start_gateway: StartGateway, unreachable: Unreachable, short_retry_waits: None, fault: str
) -> None:
    status, code, again = UNREACHABLE[fault]
    client = await start_gateway(load_settings({}, unreachable.environment(fault)))
    await client.sign_in()
    for provider in PROVIDERS:
        refused, answer = await client.put_key(provider)
        assert (refused, answer["error"]["code"]) == (status, code)
        assert (await client.put_key(provider, allow_unverified=True))[0] == 200
        for stream in (False, True):
            body = {"provider": provider, "prompt": "hi", "stream": stream}
            async with client.http.post(
                f"{client.address}/generate", json=body, headers=client.headers
            ) as response:
                text = await response.text()
            last = parse_events(text)[-1][1] if stream and again else await response.json()
            assert last["error"]["code"] == code
            assert NAMES[provider] in last["error"]["message"]
            assert ("SSL_CERT_FILE" in last["error"]["message"]) == (not again)
            assert response.status == (200 if stream and again else status)
            kept = (await client.generations())[0]
            assert kept["attempts"] == (2 if again else 1)
            assert kept["error"] == last["error"]


async def test_own_certificates_are_trusted_when_named(
    unreachable: Unreachable, tmp_path: Path
) -> None:
    """SSL_CERT_FILE helps, as the message about an untrusted certificate says. SSL_VERIFY does not.

    In a process of its own, since certificates are read while the gateway starts.
    """
    certificates = tmp_path / "own.pem"
    unreachable.authority.cert_pem.write_to_path(str(certificates))
    environment = {
        **os.environ,
        **unreachable.environment("untrusted certificate"),
        "GATEWAY_PORT": "0",
        "SSL_VERIFY": "false",
    }
    config = tmp_path / "config.toml"
    other_transport = f"""
        [providers.openai_litellm]
        name = "OpenAI"
        model = "gpt"
        upstream_models = ["openai/gpt"]
        api_base = "{unreachable.bases["untrusted certificate"]}/v1"
        transport = "litellm"
        """
    config.write_text(other_transport)
    for named in ({}, {"SSL_CERT_FILE": str(certificates)}):
        gateway = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "gateway", "--config", str(config)),
            env={**environment, **named},
            stdout=asyncio.subprocess.PIPE,
        )
        try:
            assert gateway.stdout is not None
            line = (await gateway.stdout.readline()).decode()
            address = line.partition(" at ")[2].partition(". ")[0]
            async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
                client = Client(http, address)
                await client.sign_in()
                for provider in ("openai", "openai_litellm"):
                    status, key = await client.put_key(
                        provider, "sk-Zq81vKp2Rw93Lm45Tx67", allow_unverified=not named
                    )
                    assert (status, key["state"]) == (200, "valid" if named else "unverified")
                    body = {"provider": provider, "prompt": "hi"}
                    status, answer = await client.call("POST", "/generate", body)
                    assert (status, answer.get("text")) == (
                        (200, "hello") if named else (502, None)
                    )
        finally:
            gateway.terminate()
            await gateway.wait()
