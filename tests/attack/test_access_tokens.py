"""Attacks with access tokens: forged, altered, leaked, expired or used where they may not be."""

import logging
import re

import pytest
from hypothesis import given

from gateway import EXTENSION_ORIGIN
from gateway.session.access_token import AccessToken
from tests.attack.test_fuzz import Mutations, exchange, holds, mutate, mutations
from tests.attack.test_leaks import Watch
from tests.conftest import Tally
from tests.gateway.client import GOOD_KEYS, Client
from tests.gateway.conftest import Clock, StartGateway
from tests.gateway.routes import FOR_PERSONS, FOR_PROGRAMS

BODIES = {
    "/generate": {"prompt": "hi"},
    "/v1/chat/completions": {"model": "gpt-4", "messages": [{"role": "user", "content": "hi"}]},
}


async def status_of(client: Client, method: str, path: str, **headers: str) -> int:
    async with client.http.request(
        method,
        client.address + path,
        json=BODIES.get(path),
        headers={**client.headers, **headers},
    ) as response:
        text = await response.text()
        assert not any(key[-16:] in text for key in GOOD_KEYS.values())
        return response.status


async def opens(client: Client, token: str) -> bool:
    """Whether any route accepts this as an access token."""
    thief = Client(client.http, client.address)
    thief.bearer = token
    return any([await status_of(thief, *call) != 401 for call in FOR_PROGRAMS])


async def test_forged_and_altered_tokens(ready: Client, tally: Tally) -> None:
    token = (await ready.program()).bearer or ""
    assert await opens(ready, token)
    other = AccessToken.generate().get_secret_value()
    for forged in (
        "",
        "gtw_",
        token[:-1],
        token[1:],
        token + "0",
        token.upper(),
        token.lower(),
        token.swapcase(),
        token[4:],
        "ghp_" + token[4:],
        other,  # well formed, and never issued
        token[:-6] + other[-6:],
        other[:-6] + token[-6:],
        f'"{token}"',
        f"{token},{token}",
        f"{token} {token}",
        "gtw_" + "0" * 36,
        "*",
        "null",
    ):
        tally(not await opens(ready, forged))


@pytest.fixture
async def program(ready: Client) -> Client:
    """A program with an access token."""
    return await ready.program()


@given(changes=mutations)
async def test_mutated_access_tokens(program: Client, tally: Tally, changes: Mutations) -> None:
    token = (program.bearer or "").encode()
    mutated = mutate(token, changes).replace(b"\r", b"").replace(b"\n", b"")
    host = program.address.removeprefix("http://").encode()
    answer = await exchange(
        program,
        b"GET /providers HTTP/1.1\r\nHost: " + host + b"\r\nAuthorization: Bearer " + mutated
        + b"\r\nConnection: close\r\n\r\n",
    )  # fmt: skip
    tally(holds(answer) and (b" 200 OK" not in answer or mutated.strip() == token))


async def test_leaked_token_is_worthless_to_browsers(program: Client, tally: Tally) -> None:
    for method, path in FOR_PROGRAMS:
        for headers in (
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Origin": EXTENSION_ORIGIN},
            {"Origin": "http://127.0.0.1:8765"},
            {"Sec-Fetch-Site": "none"},
            {"Sec-Fetch-Site": "same-origin"},
            {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"},
            {"Sec-Fetch-Mode": "navigate"},
            {"Sec-Fetch-Mode": "no-cors"},
        ):
            tally(await status_of(program, method, path, **headers) == 403)


async def test_token_is_read_from_one_place_only(ready: Client, tally: Tally) -> None:
    program = await ready.program()
    token = program.bearer or ""
    nobody = Client(ready.http, ready.address)
    for method, path in FOR_PROGRAMS:
        for query in ("access_token", "token", "api_key", "key", "Authorization"):
            tally(await status_of(nobody, method, f"{path}?{query}={token}") == 401)
        for headers in (
            {"Api-Key": token},
            {"X-CSRF-Token": token},
            {"Cookie": f"access_token={token}"},
            {"Cookie": f"__Host-Http-gatehouse={token}"},
            {"Proxy-Authorization": f"Bearer {token}"},
            {"Authorization": token},
            {"Authorization": f"Basic {token}"},
            {"Authorization": f"Token {token}"},
        ):
            tally(await status_of(nobody, method, path, **headers) == 401)
        tally(await status_of(program, method, f"{path}?key=x") == 401)


async def test_two_tokens_are_none(ready: Client, tally: Tally) -> None:
    first, second = [(await ready.program()).bearer or "" for _ in range(2)]
    nobody = Client(ready.http, ready.address)
    for method, path in FOR_PROGRAMS:
        for headers in (
            {"Authorization": f"Bearer {first}", "X-Api-Key": second},
            {"X-Api-Key": first, "X-Goog-Api-Key": second},
        ):
            tally(await status_of(nobody, method, path, **headers) == 401)


async def test_token_opens_nothing_of_a_person(
    ready: Client, program: Client, tally: Tally
) -> None:
    for method, path in FOR_PERSONS:
        tally(await status_of(program, method, path) == 403)
        tally(await status_of(program, method, path, Cookie=ready.headers["Cookie"]) == 403)
    tally(set((await ready.key_states()).values()) == {"valid"})


@pytest.mark.parametrize("end", ["revoked", "expired", "signed out", "idle", "over", "restarted"])
async def test_no_token_opens_after_its_end(
    clock: Clock, start_gateway: StartGateway, tally: Tally, end: str
) -> None:
    client = await start_gateway()
    await client.sign_in()
    await client.put_key("openai")
    tokens = [(await client.program(expires_in=86_400)).bearer or "" for _ in range(3)]
    match end:
        case "revoked":
            for token in (await client.call("GET", "/tokens"))[1]["tokens"]:
                await client.call("DELETE", f"/tokens/{token['id']}")
        case "expired":
            tokens = [(await client.program(expires_in=60)).bearer or ""]
            clock.advance(61)
        case "signed out":
            await client.call("DELETE", "/session")
        case "idle":
            clock.advance(28_801)
        case "over":  # it ends although it is in use all the time
            for _ in range(3):
                clock.advance(28_000)
                assert await opens(client, tokens[0])
            clock.advance(2_401)
        case "restarted":
            client.address = (await start_gateway()).address
    for token in tokens:
        tally(not await opens(client, token))


async def test_nothing_of_a_token_is_written(
    ready: Client,
    program: Client,
    tally: Tally,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """A token occurs only in the response that issues it."""
    caplog.set_level(logging.DEBUG)
    watch = Watch()
    token = watch.secret(program.bearer or "", "gtw_")
    for client in (program, ready):
        for method, path in (*FOR_PROGRAMS, ("GET", "/session"), ("GET", "/tokens")):
            async with client.http.request(
                method, client.address + path, json=BODIES.get(path), headers=client.headers
            ) as response:
                watch.seen += [await response.text(), str(response.headers)]
    await program.call("GET", f"/{token}?token={token}")
    await program.call("POST", "/generate", {token: token})
    out, err = capfd.readouterr()
    watch.seen += [out, err, caplog.text, *(repr(vars(record)) for record in caplog.records)]
    tally(watch.is_clean())
    tally(bool(re.search("GET|POST", caplog.text)))  # the log was switched on
