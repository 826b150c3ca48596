"""Every fault of every provider, plain and streamed: the error that a person gets."""

import pytest

from tests.gateway.client import NAMES, PROVIDERS, Client
from tests.gateway.conftest import StartGateway, both_ways

pytestmark = both_ways

REFUSED = {
    "bad_key": (401, "key_rejected"),
    "restricted": (403, "permission_denied"),
    "no_quota": (402, "quota_exhausted"),
    "billing": (402, "quota_exhausted"),
    "spend_limit": (402, "quota_exhausted"),
    "suspended": (401, "key_rejected"),
    "rate_limit": (429, "rate_limited"),
    "overloaded": (503, "provider_overloaded"),
    "context_too_long": (400, "context_too_long"),
    "content_blocked": (400, "content_blocked"),
    "model_gone": (404, "model_unavailable"),
    "bad_request": (400, "invalid_request"),
    "server_error": (502, "provider_error"),
    "html": (502, "provider_error"),
    "reset": (502, "provider_unreachable"),
    "hang": (504, "provider_timeout"),
    "empty": (502, "provider_error"),
}
BROKEN_OFF = {
    "hang_midway": (504, "provider_timeout"),
    "cut": (502, "provider_error"),
    "truncated": (502, "provider_error"),
    "malformed": (502, "provider_error"),
    "error_midway": (503, "provider_overloaded"),
}

every_provider = pytest.mark.parametrize("provider", PROVIDERS)


@pytest.fixture
async def impatient(start_gateway: StartGateway) -> Client:
    """A client of a gateway that tries once and waits half a second."""
    client = await start_gateway(retry_attempts=1, provider_timeout=0.5)
    await client.sign_in()
    for provider in PROVIDERS:
        assert (await client.put_key(provider))[0] == 200
    return client


@every_provider
@pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])
@pytest.mark.parametrize("fault", REFUSED)
async def test_refused(impatient: Client, provider: str, stream: bool, fault: str) -> None:
    body = {"provider": provider, "prompt": f"[[sandbox: {fault}]] hi", "stream": stream}
    status, answer = await impatient.call("POST", "/generate", body)
    error = answer["error"]
    assert (status, error["code"]) == REFUSED[fault]
    assert NAMES[provider] in error["message"]
    assert error["provider"] == provider


@every_provider
@pytest.mark.parametrize("fault", BROKEN_OFF)
async def test_broken_off_in_a_stream_keeps_what_came(
    impatient: Client, provider: str, fault: str
) -> None:
    prompt = f"[[sandbox: {fault}]] hi"
    events = await impatient.events({"provider": provider, "prompt": prompt, "stream": True})
    assert events[-1][0] == "error"
    assert events[-1][1]["error"]["code"] == BROKEN_OFF[fault][1]
    text = "".join(data.get("text", "") for name, data in events if name == "delta")
    _, listed = await impatient.call("GET", "/generations")
    kept = listed["generations"][0]
    assert kept["status"] == "failed"
    assert kept["text"] == text != ""
    assert kept["error"]["code"] == BROKEN_OFF[fault][1]


@every_provider
@pytest.mark.parametrize("fault", BROKEN_OFF)
async def test_broken_off_in_a_plain_answer(impatient: Client, provider: str, fault: str) -> None:
    body = {"provider": provider, "prompt": f"[[sandbox: {fault}]] hi"}
    status, answer = await impatient.call("POST", "/generate", body)
    assert (status, answer["error"]["code"]) == BROKEN_OFF[fault]


@every_provider
async def test_filtered_in_mid_answer_is_an_answer(impatient: Client, provider: str) -> None:
    prompt = "[[sandbox: content_filtered]] hi"
    events = await impatient.events({"provider": provider, "prompt": prompt, "stream": True})
    assert events[-1][0] == "done"
    assert events[-1][1]["finish_reason"] == "content_filter"
    assert events[-1][1]["text"]


@every_provider
async def test_retry_after_is_passed_on(impatient: Client, provider: str) -> None:
    prompt = "[[sandbox: rate_limit retry_after=7]] hi"
    body = {"provider": provider, "prompt": prompt}
    for stream in (False, True):
        _, answer = await impatient.call("POST", "/generate", {**body, "stream": stream})
        assert answer["error"]["retry_after"] == 7
