"""When a failed attempt is repeated, and after how long."""

import asyncio
import itertools
import time
from typing import Any

import pytest

from gateway import errors
from gateway.generation.retry import RetryPolicy
from gateway.sandbox import Sandbox
from tests.gateway.client import PROVIDERS, Client, gather_few, parse_events, wait_until
from tests.gateway.conftest import StartGateway

every_provider = pytest.mark.parametrize("provider", PROVIDERS)
plain_and_streamed = pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])
without_retired_models = pytest.mark.parametrize("sandbox", [frozenset()], indirect=True)

POLICY = RetryPolicy(attempts=3, budget=20)


@pytest.mark.parametrize(
    "kind",
    [
        errors.RateLimited,
        errors.ProviderOverloaded,
        errors.ProviderError,
        errors.ProviderUnreachable,
    ],
)
def test_what_passes_is_tried_again(kind: type[errors.GatewayError]) -> None:
    assert POLICY.wait_before_next(kind("x"), 1, 0) is not None


@pytest.mark.parametrize(
    "kind",
    [
        errors.ProviderTimeout,
        errors.KeyRejected,
        errors.QuotaExhausted,
        errors.PermissionDenied,
        errors.ModelUnavailable,
        errors.ContextTooLong,
        errors.ContentBlocked,
        errors.InvalidRequest,
        errors.AnswerTooLarge,
        errors.ProviderMisaddressed,
        errors.ProviderUntrusted,
    ],
)
def test_what_does_not_pass_is_not(kind: type[errors.GatewayError]) -> None:
    assert POLICY.wait_before_next(kind("x"), 1, 0) is None


def test_attempts_are_counted() -> None:
    error = errors.ProviderError("x")
    assert POLICY.wait_before_next(error, 2, 0) is not None
    assert POLICY.wait_before_next(error, 3, 0) is None


@pytest.mark.parametrize("chance", [0.5, 1.0])
def test_wait_doubles_with_jitter(monkeypatch: pytest.MonkeyPatch, chance: float) -> None:
    monkeypatch.setattr("random.uniform", lambda low, high: {0.5: low, 1.0: high}[chance])
    error = errors.ProviderError("x")
    assert POLICY.wait_before_next(error, 1, 0) == 0.5 * chance
    assert POLICY.wait_before_next(error, 2, 0) == 1.0 * chance


def test_retry_after_is_obeyed_within_the_budget() -> None:
    assert POLICY.wait_before_next(errors.RateLimited("x", retry_after=20), 1, 0) == 20
    assert POLICY.wait_before_next(errors.RateLimited("x", retry_after=20.1), 1, 0) is None
    assert POLICY.wait_before_next(errors.RateLimited("x", retry_after=15), 2, 6) is None
    assert POLICY.wait_before_next(errors.RateLimited("x", retry_after=0), 1, 0) == 0


# The tests below use real sockets.


async def ready_for(start_gateway: StartGateway, **settings: object) -> Client:
    """A client with a key for each provider, of a gateway with these settings."""
    client = await start_gateway(**settings)
    await client.sign_in()
    for provider in PROVIDERS:
        await client.put_key(provider)
    return client


def prompts(sandbox: Sandbox) -> int:
    """How often a provider was asked for an answer."""
    return sum(request.method == "POST" for request in sandbox.requests)


def waits(events: list[tuple[str, Any]]) -> list[dict[str, Any]]:
    return [data for name, data in events if name == "retry"]


@without_retired_models
@every_provider
async def test_waits_as_told_and_says_so(ready: Client, sandbox: Sandbox, provider: str) -> None:
    prompt = "[[sandbox: rate_limit retry_after=1 times=1]] hi"
    started = time.monotonic()
    events = await ready.events({"provider": provider, "prompt": prompt, "stream": True})
    assert time.monotonic() - started >= 1
    assert waits(events) == [{"attempt": 2, "wait_ms": 1000, "code": "rate_limited"}]
    assert [name for name, _ in events][:3] == ["start", "retry", "delta"]
    assert events[-1][0] == "done"
    assert events[-1][1]["attempts"] == prompts(sandbox) == 2


@without_retired_models
async def test_waits_until_the_date_that_was_told(ready: Client, sandbox: Sandbox) -> None:
    """A date has whole seconds, so the wait is at most as long as was meant."""

    async def answer_after_a_wait(provider: str, stream: bool) -> None:
        prompt = f"[[sandbox: rate_limit retry_after_date=2 times=1]] streamed: {stream}"
        body = {"provider": provider, "prompt": prompt, "stream": stream}
        started = time.monotonic()
        if stream:
            events = await ready.events(body)
            (wait,) = waits(events)
            assert (wait["attempt"], wait["code"]) == (2, "rate_limited")
            assert wait["wait_ms"] in (1000, 2000)
            answer = events[-1][1]
        else:
            answer = (await ready.call("POST", "/generate", body))[1]
        assert time.monotonic() - started >= 1
        assert (answer["status"], answer["attempts"]) == ("done", 2)

    # Concurrently, since the waits take real time.
    await gather_few(
        answer_after_a_wait(provider, stream)
        for provider, stream in itertools.product(PROVIDERS, (False, True))
    )
    assert prompts(sandbox) == 2 * 2 * len(PROVIDERS)


@without_retired_models
@plain_and_streamed
@every_provider
@pytest.mark.parametrize("told", ["retry_after=90", "retry_after_date=90"])
async def test_longer_wait_than_the_budget_is_told_at_once(
    ready: Client, sandbox: Sandbox, provider: str, stream: bool, told: str
) -> None:
    body = {"provider": provider, "prompt": f"[[sandbox: rate_limit {told}]] hi", "stream": stream}
    async with ready.http.post(
        f"{ready.address}/generate", json=body, headers=ready.headers
    ) as response:
        assert response.status == 429
        error = (await response.json())["error"]
    assert 85 <= error["retry_after"] <= 90
    assert response.headers["Retry-After"] == f"{error['retry_after']:g}"
    assert (error["code"], error["retryable"]) == ("rate_limited", True)
    assert prompts(sandbox) == 1


@without_retired_models
async def test_waits_add_up_to_the_budget(start_gateway: StartGateway, sandbox: Sandbox) -> None:
    client = await ready_for(start_gateway, retry_attempts=5, retry_wait=1.5)
    prompt = "[[sandbox: rate_limit retry_after=1]] hi"
    events = await client.events({"prompt": prompt, "stream": True})
    assert len(waits(events)) == 1
    assert events[-1][1]["error"]["retry_after"] == 1
    assert prompts(sandbox) == 2


@without_retired_models
async def test_waits_double_where_none_is_told(
    start_gateway: StartGateway, sandbox: Sandbox
) -> None:
    client = await ready_for(start_gateway, retry_attempts=3)
    events = await client.events({"prompt": "[[sandbox: server_error]] hi", "stream": True})
    first, second = waits(events)
    assert [first["attempt"], second["attempt"]] == [2, 3]
    assert 250 <= first["wait_ms"] <= 500 <= second["wait_ms"] <= 1000
    assert events[-1][1]["error"]["code"] == "provider_error"
    assert prompts(sandbox) == 3


async def test_each_attempt_asks_the_models_that_are_left(
    start_gateway: StartGateway, sandbox: Sandbox
) -> None:
    client = await ready_for(start_gateway, retry_attempts=2)
    sandbox.forget()
    body = {"prompt": "[[sandbox: server_error model=gpt-4.1]] hi"}
    status, answer = await client.call("POST", "/generate", body)
    assert (status, answer["error"]["code"]) == (502, "provider_error")
    assert [seen.body["model"] for seen in sandbox.requests] == ["gpt-4", "gpt-4.1"] * 2


@without_retired_models
@plain_and_streamed
async def test_wait_can_be_stopped(ready: Client, sandbox: Sandbox, stream: bool) -> None:
    sandbox.forget()
    prompt = "[[sandbox: rate_limit retry_after=15]] hi"
    body = {"prompt": prompt, "stream": stream, "detach": True}

    async def ask() -> Any:
        async with ready.http.post(
            f"{ready.address}/generate", json=body, headers=ready.headers
        ) as response:
            text = await response.text()
            return parse_events(text)[-1][1] if stream else await response.json()

    asking = asyncio.create_task(ask())
    await wait_until(lambda: bool(sandbox.requests))
    await sandbox.requests[0].wait_ended()
    (waiting,) = await ready.generations()
    _, stopped = await ready.call("DELETE", f"/generations/{waiting['id']}")
    assert (stopped["status"], stopped["finish_reason"]) == ("stopped", "stopped")
    async with asyncio.timeout(5):
        assert await asking == stopped
    assert prompts(sandbox) == 1


@without_retired_models
async def test_client_that_leaves_during_the_wait_ends_it(ready: Client, sandbox: Sandbox) -> None:
    sandbox.forget()
    body = {"prompt": "[[sandbox: rate_limit retry_after=15]] hi", "stream": True}
    async with ready.http.post(
        f"{ready.address}/generate", json=body, headers=ready.headers
    ) as response:
        await response.content.readuntil(b"event: retry")
    async with asyncio.timeout(5):
        while (await ready.generations())[0]["status"] == "running":
            pass
    assert prompts(sandbox) == 1
