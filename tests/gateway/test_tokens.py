"""Access tokens: issued by a session, used by programs, invalid after the session's end."""

import asyncio
import random
import re
import string
import zlib
from typing import Any

import pytest

from gateway import EXTENSION_ORIGIN
from gateway.sandbox import Sandbox
from gateway.session.access_token import AccessToken
from gateway.session.allowance import Allowance
from gateway.session.tokens import MAX_TOKENS
from gateway.settings import ProviderSettings, load_settings
from tests.gateway.client import GOOD_KEYS, PROVIDERS, Client, wait_until
from tests.gateway.conftest import Clock, StartGateway, settings_for
from tests.gateway.routes import FOR_PERSONS
from tests.gateway.transports import on_both_transports

BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase

ASK = {"prompt": "hi"}


async def code_of(client: Client, method: str, path: str, body: object = None) -> tuple[int, str]:
    """Status and error code of a call, "" where it succeeds."""
    status, answer = await client.call(method, path, body)
    return status, answer["error"]["code"] if status >= 400 else ""


async def tokens_of(client: Client) -> list[dict[str, Any]]:
    status, body = await client.call("GET", "/tokens")
    assert status == 200
    return list(body["tokens"])


async def test_token_is_issued_and_shown_once(session: Client) -> None:
    status, issued = await session.call("POST", "/tokens", {"name": "my editor"})
    assert status == 201
    token = issued.pop("token")
    assert re.fullmatch(r"gtw_[0-9A-Za-z]{36}", token)
    number = 0
    for digit in token[-6:]:
        number = number * 62 + BASE62.index(digit)
    assert number == zlib.crc32(token[:-6].encode())
    assert issued["last4"] == token[-4:]
    assert issued["name"] == "my editor"
    assert issued["last_used_at"] is None
    assert await tokens_of(session) == [issued]
    assert {"id", "name", "last4", "created_at", "expires_at", "last_used_at"} <= set(issued)


async def test_token_masks_itself() -> None:
    token = AccessToken.generate()
    for text in (repr(token), str(token), f"{token}"):
        assert token.get_secret_value()[4:-4] not in text


async def test_program_lists_generates_follows_and_stops(ready: Client) -> None:
    program = await ready.program()
    status, body = await program.call("GET", "/providers")
    assert status == 200
    assert [entry["id"] for entry in body["providers"]] == list(PROVIDERS)
    for provider in PROVIDERS:
        status, answer = await program.call("POST", "/generate", {**ASK, "provider": provider})
        assert (status, answer["status"]) == (200, "done")
    status, body = await program.call("GET", "/generations")
    assert [entry["provider"] for entry in body["generations"]] == list(PROVIDERS[::-1])
    path = f"/generations/{answer['id']}"
    assert (await program.call("GET", path))[1] == answer
    async with program.http.get(
        f"{program.address}{path}/events", headers=program.headers
    ) as response:
        assert "event: done" in await response.text()
    assert (await program.call("DELETE", path))[0] == 200


@pytest.mark.parametrize("header", ["Authorization", "x-api-key", "x-goog-api-key"])
async def test_token_is_read_where_each_api_has_its_key(ready: Client, header: str) -> None:
    program = await ready.program()
    token = f"Bearer {program.bearer}" if header == "Authorization" else str(program.bearer)
    program.bearer = None
    # A program may fill the other headers with something of its own, or with the same again.
    others = {"x-api-key": "unused", "x-goog-api-key": token.removeprefix("Bearer ")}
    for headers in ({header: token}, {**others, header: token}):
        assert (await program.call("GET", "/v1/models", headers=headers))[0] == 200


async def test_what_a_token_has_done_is_shown(ready: Client) -> None:
    limited, unlimited = await ready.program(max_cost_usd=1), await ready.program(models="any")
    for program in (limited, unlimited):
        await program.call("GET", "/providers")
        for _ in range(2):
            assert (await program.call("POST", "/generate", ASK))[0] == 200
    one, other = await tokens_of(ready)
    assert (one["models"], one["max_cost_usd"], one["requests"]) == ("fixed", 1, 2)
    assert (other["models"], other["max_cost_usd"], other["requests"]) == ("any", None, 2)
    assert one["spent_usd"] == other["spent_usd"] > 0


async def test_program_sees_nothing_of_others(ready: Client) -> None:
    one, other = await ready.program(), await ready.program()
    _, of_person = await ready.call("POST", "/generate", ASK)
    _, of_one = await one.call("POST", "/generate", ASK)
    for client, strange in ((other, of_one), (other, of_person), (ready, of_one)):
        path = f"/generations/{strange['id']}"
        for method, at in (("GET", path), ("GET", f"{path}/events"), ("DELETE", path)):
            assert await code_of(client, method, at) == (404, "generation_not_found")
    assert (await other.call("GET", "/generations"))[1] == {"generations": []}


BODIES = {
    ("PATCH", "/session"): {"provider": "gemini"},
    ("PUT", "/keys/openai"): {"api_key": GOOD_KEYS["openai"]},
    ("POST", "/tokens"): {"name": "another"},
}


@pytest.mark.parametrize(("method", "path"), FOR_PERSONS)
async def test_program_may_do_nothing_else(ready: Client, method: str, path: str) -> None:
    program = await ready.program()
    body = BODIES.get((method, path))
    assert await code_of(program, method, path, body) == (403, "permission_denied")
    assert (await ready.key_states())["openai"] == "valid"
    assert len(await tokens_of(ready)) == 1
    # Not even together with the session's cookie and CSRF token.
    program.cookie, program.csrf_token = ready.cookie, ready.csrf_token
    assert await code_of(program, method, path, body) == (403, "permission_denied")


async def test_program_is_shown_nothing_of_a_key(ready: Client) -> None:
    program = await ready.program()
    _, body = await program.call("GET", "/providers")
    shown = {"state": "valid", "masked": None, "added_at": None, "checked_at": None}
    assert [entry["key"] for entry in body["providers"]] == [shown] * len(PROVIDERS)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": EXTENSION_ORIGIN},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": EXTENSION_ORIGIN, "Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "cors"},
    ],
)
async def test_token_is_worthless_to_browsers(ready: Client, headers: dict[str, str]) -> None:
    program = await ready.program()
    for path in ("/generate", "/v1/chat/completions"):
        async with program.http.post(
            program.address + path, json=ASK, headers={**program.headers, **headers}
        ) as response:
            assert response.status == 403
            assert (await response.json())["error"]["code"] == "forbidden_origin"
    status, _ = await program.call("GET", "/providers", headers={"Sec-Fetch-Mode": "cors"})
    assert status == 200  # Node's own fetch sends it


async def test_checks_of_a_program_come_in_the_contract_s_order(ready: Client) -> None:
    """Each request also has every later fault; the answer must be that of the first."""
    program = await ready.program()
    faults = [
        ({"Host": "evil.example"}, 403, "forbidden_host"),
        ({"Origin": EXTENSION_ORIGIN}, 403, "forbidden_origin"),
        ({"Content-Type": "text/plain"}, 415, "unsupported_media_type"),
        ({"Authorization": "Bearer gtw_none"}, 401, "session_required"),
        ({}, 400, "invalid_request"),
    ]
    good = {**program.headers, "Content-Type": "application/json"}
    for index, (_, status, code) in enumerate(faults):
        headers = dict(good)
        for fault, *_ in reversed(faults[index:]):
            headers.update(fault)
        async with program.http.post(
            f"{program.address}/generate", data=b"{", headers=headers
        ) as response:
            assert (response.status, (await response.json())["error"]["code"]) == (status, code)


async def test_removed_key_is_gone_for_tokens_at_once(ready: Client) -> None:
    program = await ready.program()
    await ready.call("DELETE", "/keys/openai")
    assert await code_of(program, "POST", "/generate", ASK) == (401, "missing_key")
    await ready.call("PATCH", "/session", {"provider": "gemini"})
    assert (await program.call("POST", "/generate", ASK))[1]["provider"] == "gemini"
    await ready.put_key("openai")
    assert (await program.key_states())["openai"] == "valid"


async def test_key_that_goes_while_the_body_arrives_is_not_used(
    ready: Client, sandbox: Sandbox
) -> None:
    program = await ready.program()
    sandbox.forget()

    async def slow_body() -> Any:
        yield b'{"prompt":'
        await ready.call("DELETE", "/keys/openai")
        yield b'"hi"}'

    headers = {**program.headers, "Content-Type": "application/json"}
    async with program.http.post(
        f"{program.address}/generate", data=slow_body(), headers=headers
    ) as response:
        assert (await response.json())["error"]["code"] == "missing_key"
    assert not sandbox.requests


async def test_revoked_token_is_dead_and_what_it_runs_stops(
    ready: Client, sandbox: Sandbox
) -> None:
    program, other = await ready.program(), await ready.program()
    running = asyncio.create_task(
        program.call("POST", "/generate", {"prompt": "[[sandbox: hang]] hi"})
    )
    await wait_until(lambda: any(seen.method == "POST" for seen in sandbox.seen("openai")))
    revoked = (await tokens_of(ready))[0]["id"]
    assert (await ready.call("DELETE", f"/tokens/{revoked}"))[0] == 204
    async with asyncio.timeout(10):
        assert (await running)[1]["status"] == "stopped"
    assert await code_of(program, "GET", "/providers") == (401, "session_required")
    assert await code_of(other, "GET", "/providers") == (200, "")
    assert await code_of(ready, "DELETE", f"/tokens/{revoked}") == (404, "not_found")


async def test_tokens_die_with_their_session(ready: Client) -> None:
    program = await ready.program()
    await ready.call("DELETE", "/session")
    assert await code_of(program, "GET", "/providers") == (401, "session_required")


async def test_expiry(clock: Clock, start_gateway: StartGateway) -> None:
    client = await start_gateway()
    session = await client.sign_in()
    short, default, long = [
        await client.program(**fields)
        for fields in ({"expires_in": 60}, {}, {"expires_in": 10_000_000})
    ]
    listed = await tokens_of(client)
    assert listed[2]["expires_at"] <= session["expires_at"]
    clock.advance(61)
    assert await code_of(short, "GET", "/providers") == (401, "session_required")
    assert await code_of(default, "GET", "/providers") == (200, "")
    clock.advance(3_600)
    assert await code_of(default, "GET", "/providers") == (401, "session_required")
    assert [token["last4"] for token in await tokens_of(client)] == [listed[2]["last4"]]
    assert await code_of(long, "GET", "/providers") == (200, "")


async def test_use_of_a_token_keeps_the_session_alive(
    clock: Clock, start_gateway: StartGateway
) -> None:
    client = await start_gateway()
    await client.sign_in()
    program = await client.program(expires_in=86_400)
    for _ in range(2):
        clock.advance(20_000)
        assert await code_of(program, "GET", "/providers") == (200, "")
    assert (await tokens_of(client))[0]["last_used_at"] is not None
    for _ in range(2):
        clock.advance(20_000)
        assert (await code_of(program, "GET", "/generations"))[0] == (200 if _ == 0 else 401)
    assert await code_of(program, "GET", "/providers") == (401, "session_required")


async def test_token_of_another_gateway_opens_nothing(
    ready: Client, start_gateway: StartGateway
) -> None:
    program = await ready.program()
    program.address = (await start_gateway()).address
    assert await code_of(program, "GET", "/providers") == (401, "session_required")


async def test_number_of_tokens_has_a_bound(session: Client) -> None:
    for _ in range(MAX_TOKENS):
        last = await session.program()
    cookie = session.cookie
    status, body = await session.call("POST", "/tokens", {"name": "x"})
    assert (status, body["error"]["code"]) == (409, "session_full")
    assert body["error"]["action"] is None
    assert "Revoke one" in body["error"]["message"]
    assert session.cookie == cookie
    assert await code_of(last, "GET", "/providers") == (200, "")
    await session.call("DELETE", f"/tokens/{(await tokens_of(session))[0]['id']}")
    await session.program()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": "x", "expires_in": 0}, "expires_in"),
        ({"name": "x", "expires_in": 1.5}, "expires_in"),
        ({"name": "x", "providers": []}, "providers"),
        ({"name": "x", "providers": "openai"}, "providers"),
        ({"name": "x", "max_cost_usd": 0}, "max_cost_usd"),
        ({"name": "x", "max_cost_usd": -1}, "max_cost_usd"),
        ({"name": "x", "scopes": []}, "scopes"),
    ],
)
async def test_bad_request_for_a_token_names_its_field(
    session: Client, fields: dict[str, object], field: str
) -> None:
    status, body = await session.call("POST", "/tokens", fields)
    assert (status, body["error"]["code"], body["error"]["field"]) == (
        400,
        "invalid_request",
        field,
    )
    assert await tokens_of(session) == []


async def test_unknown_provider_of_a_token(session: Client) -> None:
    body = {"name": "x", "providers": ["openai", "nobody"]}
    assert await code_of(session, "POST", "/tokens", body) == (404, "unknown_provider")


async def test_token_for_some_providers(ready: Client, sandbox: Sandbox) -> None:
    program = await ready.program(providers=["gemini", "gemini"])
    assert (await tokens_of(ready))[0]["providers"] == ["gemini"]
    assert await program.key_states() == {"gemini": "valid"}
    sandbox.forget()
    assert await code_of(program, "POST", "/generate", ASK) == (403, "permission_denied")
    body = {**ASK, "provider": "anthropic"}
    assert await code_of(program, "POST", "/generate", body) == (403, "permission_denied")
    assert not sandbox.requests
    assert await code_of(program, "POST", "/generate", {**ASK, "provider": "gemini"}) == (200, "")


async def test_limit_of_money(ready: Client, sandbox: Sandbox) -> None:
    """What cannot fit into the limit is refused before anything is sent, also the first request."""
    program = await ready.program(max_cost_usd=0.000_001)
    sandbox.forget()
    status, refused = await program.call("POST", "/generate", ASK)
    assert (status, refused["error"]["code"]) == (403, "permission_denied")
    assert "of this access token's limit of $1e-06 is left" in refused["error"]["message"]
    assert "not your account" in refused["error"]["message"]
    assert not sandbox.requests
    listed = (await tokens_of(ready))[0]
    assert (listed["max_cost_usd"], listed["spent_usd"]) == (0.000_001, 0)
    # The session itself and its other tokens still work.
    assert (await ready.call("POST", "/generate", ASK))[0] == 200


async def test_answer_is_shortened_to_what_is_left(ready: Client, sandbox: Sandbox) -> None:
    """The person sees why, in the answer and in a stream; OpenAI's protocol is refused instead."""
    program = await ready.program(max_cost_usd=0.01)
    body = {**ASK, "provider": "anthropic"}
    status, answer = await program.call("POST", "/generate", body)
    assert status == 200
    notice = next(n for n in answer["notices"] if n["code"] == "max_tokens_lowered")
    sent = sandbox.requests[-1].body["max_tokens"]
    assert 16 <= sent < 8192
    assert f"limited to {sent:,} tokens" in notice["message"]
    events = await program.events({**body, "stream": True})
    assert ("notice", "max_tokens_lowered") in [
        (name, data.get("code")) for name, data in events if name == "notice"
    ]
    spent = (await tokens_of(ready))[0]["spent_usd"]
    assert spent <= 0.01
    program = await ready.program(max_cost_usd=0.01)
    sandbox.forget()
    messages = [{"role": "user", "content": "hi"}]
    chat: dict[str, object] = {"model": "anthropic", "messages": messages}
    status, refused = await program.call("POST", "/v1/chat/completions", chat)
    assert (status, refused["error"]["type"]) == (403, "permission_error")
    fitting = re.search(r"max_tokens of at most (\d+) would fit", refused["error"]["message"])
    assert fitting
    assert not sandbox.requests
    chat["max_tokens"] = int(fitting[1])
    assert (await program.call("POST", "/v1/chat/completions", chat))[0] == 200


@pytest.mark.parametrize("length", [349, 350, 351, 368])
async def test_shortened_answers_are_reserved_however_the_sum_rounds(
    ready: Client, length: int
) -> None:
    """The sum of a shortened answer may round to more than what is left."""
    program = await ready.program(max_cost_usd=0.01)
    prompt = "[[sandbox: long tokens=50]] ".ljust(length, "x")
    body = {"prompt": prompt, "provider": "gemini", "detach": True}
    await asyncio.gather(*(program.call("POST", "/generate", body) for _ in range(8)))
    assert (await tokens_of(ready))[0]["spent_usd"] <= 0.01


@pytest.mark.parametrize("seed", range(5))
def test_reserved_and_spent_never_exceed_the_limit(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(2_000):
        allowance = Allowance(chance.uniform(0.001, 2))
        for _ in range(10):
            most = chance.uniform(0, allowance.limit)
            if allowance.reserve(most) and chance.random() < 0.5:
                allowance.settle(most, chance.uniform(0, most))
            assert allowance.spent + allowance.reserved <= allowance.limit * (1 + 1e-12)


async def test_prompt_that_costs_too_much_alone_is_refused(ready: Client, sandbox: Sandbox) -> None:
    program = await ready.program(max_cost_usd=0.01)
    sandbox.forget()
    body = {"prompt": "x" * 900_000, "provider": "anthropic", "max_tokens": 16}
    assert await code_of(program, "POST", "/generate", body) == (403, "permission_denied")
    assert not sandbox.requests


async def test_retries_stay_within_the_limit(
    start_gateway: StartGateway, short_retry_waits: None, sandbox: Sandbox
) -> None:
    """Attempts that break off may be charged: one that would exceed the limit is not made."""
    client = await start_gateway(retry_attempts=10)
    await client.sign_in()
    await client.put_key("anthropic")
    program = await client.program(max_cost_usd=0.05)
    sandbox.forget()
    body = {"prompt": "[[sandbox: cut]] hi", "provider": "anthropic", "max_tokens": 1000}
    status, _ = await program.call("POST", "/generate", body)
    assert status == 502
    spent = (await tokens_of(client))[0]["spent_usd"]
    assert 0.04 < spent <= 0.05
    assert len([one for one in sandbox.requests if one.method == "POST"]) == 3 + 3  # retired ones


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_limit_can_be_kept_for_the_catalogue(ready: Client, provider: str) -> None:
    """LiteLLM knows no price for the retired models."""
    program = await ready.program(max_cost_usd=1)
    body = {**ASK, "provider": provider}
    assert await code_of(program, "POST", "/generate", body) == (200, "")


@pytest.mark.parametrize("number", [10_000_001, 10**300])
async def test_limit_of_tokens_has_a_bound(ready: Client, number: int) -> None:
    program = await ready.program(max_cost_usd=1)
    status, body = await program.call("POST", "/generate", {**ASK, "max_tokens": number})
    assert (status, body["error"]["field"]) == (400, "max_tokens")
    assert "10000000" in body["error"]["message"]
    messages = [{"role": "user", "content": "hi"}]
    for name in ("max_tokens", "max_completion_tokens"):
        body = {"model": "anthropic", "messages": messages, name: number}
        status, body = await program.call("POST", "/v1/chat/completions", body)
        assert (status, body["error"]["param"]) == (400, name)


async def test_answers_at_once_do_not_overspend(ready: Client) -> None:
    """Generations that run at once must fit into the limit together, each at its highest cost."""
    program = await ready.program(max_cost_usd=0.05)
    body = {"prompt": "[[sandbox: slow delay_ms=10]] hi", "provider": "gemini"}
    answers = await asyncio.gather(*(program.call("POST", "/generate", body) for _ in range(6)))
    spent = (await tokens_of(ready))[0]["spent_usd"]
    assert spent <= 0.05
    assert {status for status, _ in answers} <= {200, 403}
    assert any(status == 200 for status, _ in answers)
    small = {**body, "max_tokens": 200}  # at most 0.2 cents each
    answers = await asyncio.gather(*(program.call("POST", "/generate", small) for _ in range(3)))
    assert [status for status, _ in answers] == [200, 200, 200], answers


async def test_answer_that_is_broken_off_counts_with_the_most(ready: Client) -> None:
    program = await ready.program(max_cost_usd=1)
    body = {
        "prompt": "[[sandbox: hang_midway]] hi",
        "provider": "anthropic",
        "max_tokens": 1000,
        "stream": True,
        "detach": True,
    }
    async with program.http.post(
        f"{program.address}/generate", json=body, headers=program.headers
    ) as response:
        first = (await response.content.readuntil(b"\n\n")).decode()
    generation = re.search(r"gen_[\w-]+", first)
    assert generation
    status, answer = await program.call("DELETE", f"/generations/{generation[0]}")
    assert (status, answer["status"]) == (200, "stopped")
    spent = (await tokens_of(ready))[0]["spent_usd"]
    assert 0.015 < spent < 0.016  # 1,000 tokens at 15 dollars a million, and the prompt


@pytest.mark.parametrize("fault", ["cut", "malformed", "truncated", "reset"])
@on_both_transports
async def test_each_attempt_that_breaks_off_counts_with_the_most(
    start_gateway: StartGateway, short_retry_waits: None, fault: str
) -> None:
    client = await start_gateway(retry_attempts=2)
    await client.sign_in()
    await client.put_key("anthropic")
    program = await client.program(max_cost_usd=1)
    prompt = f"[[sandbox: {fault} times=1]] hi"
    body = {"prompt": prompt, "provider": "anthropic", "max_tokens": 1000}
    status, answer = await program.call("POST", "/generate", body)
    assert (status, answer["attempts"]) == (200, 2)
    broken = (await tokens_of(client))[0]["spent_usd"] - answer["cost_usd"]
    assert 0.015 < broken < 0.016  # as above
    body["prompt"] = f"[[sandbox: {fault}]] hi"
    assert (await program.call("POST", "/generate", body))[0] == 502
    broken = (await tokens_of(client))[0]["spent_usd"] - answer["cost_usd"]
    assert 0.045 < broken < 0.048


async def test_answer_that_is_filtered_to_nothing_counts_with_the_most(ready: Client) -> None:
    """Gemini reports it within an answer, which may be charged."""
    program = await ready.program(max_cost_usd=1)
    prompt = "[[sandbox: content_blocked]] hi"
    body = {"prompt": prompt, "provider": "gemini", "max_tokens": 1000}
    assert await code_of(program, "POST", "/generate", body) == (400, "content_blocked")
    assert (await tokens_of(ready))[0]["spent_usd"] > 0.01


@on_both_transports
async def test_provider_that_is_not_reached_costs_nothing(
    start_gateway: StartGateway, unused_tcp_port: int
) -> None:
    base = f"http://127.0.0.1:{unused_tcp_port}/v1"
    environment = {"GATEWAY_OPENAI_API_BASE": base, "GATEWAY_RETRY_ATTEMPTS": "1"}
    client = await start_gateway(load_settings({}, environment))
    await client.sign_in()
    await client.put_key("openai", allow_unverified=True)
    program = await client.program(max_cost_usd=1)
    assert await code_of(program, "POST", "/generate", ASK) == (502, "provider_unreachable")
    assert (await tokens_of(client))[0]["spent_usd"] == 0


@on_both_transports
async def test_refused_request_costs_nothing(ready: Client) -> None:
    program = await ready.program(max_cost_usd=0.01)
    for fault in ("bad_request", "no_quota", "content_blocked", "context_too_long", "restricted"):
        await program.call("POST", "/generate", {"prompt": f"[[sandbox: {fault}]] hi"})
    assert (await tokens_of(ready))[0]["spent_usd"] == 0


@pytest.mark.parametrize("models", [("openai/own-1",), ("openai/gpt-4.1", "openai/own-1")])
async def test_limit_without_a_known_price_is_refused(
    start_gateway: StartGateway, sandbox: Sandbox, models: tuple[str, ...]
) -> None:
    settings = settings_for(sandbox.api_bases)
    own = ProviderSettings(
        name="Own",
        model="own-1",
        upstream_models=models,
        api_base=sandbox.api_bases["openai"],
        needs_key=False,
    )
    settings = settings.model_copy(update={"providers": {"own": own}})
    client = await start_gateway(settings)
    await client.sign_in()
    limited, unlimited = await client.program(max_cost_usd=1), await client.program()
    sandbox.forget()
    status, body = await limited.call("POST", "/generate", ASK)
    assert (status, body["error"]["code"]) == (403, "permission_denied")
    assert "no price is known" in body["error"]["message"]
    assert not sandbox.requests
    await unlimited.call("POST", "/generate", ASK)
    assert sandbox.requests
