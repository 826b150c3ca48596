"""Mutated cookies, tokens, hosts, targets, requests and bodies: never a 5xx, never a key."""

import asyncio
import json

from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Tally
from tests.gateway.client import GOOD_KEYS, Client

SECRETS = [key[-16:].encode() for key in GOOD_KEYS.values()]

mutations = st.lists(
    st.tuples(
        st.integers(0, 10_000),
        st.sampled_from(["flip", "drop", "insert", "cut"]),
        st.binary(max_size=6),
    ),
    min_size=1,
    max_size=4,
)
Mutations = list[tuple[int, str, bytes]]


def mutate(text: bytes, changes: Mutations) -> bytes:
    """Change some bytes."""
    data = bytearray(text)
    for position, kind, other in changes:
        at = position % (len(data) + 1)
        if kind == "flip" and at < len(data):
            data[at] ^= (other[0] if other else 1) or 1
        elif kind == "drop":
            del data[at : at + 1]
        elif kind == "insert":
            data[at:at] = other
        elif kind == "cut":
            del data[at:]
    return bytes(data)


async def exchange(client: Client, request: bytes) -> bytes:
    """Send these bytes; gives the answer's head and more, nothing if the connection is closed."""
    host, port = client.address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        writer.write(request)
        async with asyncio.timeout(30):
            answer = b""
            while b"\r\n\r\n" not in answer:
                piece = await reader.read(65536)
                if not piece:
                    break
                answer += piece
            return answer
    except ConnectionError:
        return b""
    finally:
        writer.close()


def holds(answer: bytes) -> bool:
    """Whether the answer's status is below 500, and no key is in it."""
    status = answer.split(b" ", 2)[1:2]
    return bool(status) and status[0] < b"500" and not any(secret in answer for secret in SECRETS)


def request(client: Client, **parts: bytes) -> bytes:
    """A whole request that would succeed, with some of its parts replaced."""
    host = client.address.removeprefix("http://").encode()
    head = {
        "target": b"/providers",
        "host": host,
        "cookie": client.headers["Cookie"].encode(),
        "token": (client.csrf_token or "").encode(),
        "body": b"",
        "method": b"GET",
        **parts,
    }
    return (
        head["method"]
        + b" "
        + head["target"]
        + b" HTTP/1.1\r\nHost: "
        + head["host"]
        + b"\r\nCookie: "
        + head["cookie"]
        + b"\r\nX-CSRF-Token: "
        + head["token"]
        + b"\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
        % len(head["body"])
        + head["body"]
    )


async def test_the_request_that_is_mutated_is_a_good_one(ready: Client) -> None:
    assert b" 200 OK" in await exchange(ready, request(ready))


@given(changes=mutations)
async def test_mutated_cookies(ready: Client, tally: Tally, changes: Mutations) -> None:
    cookie = ready.headers["Cookie"].encode()
    mutated = mutate(cookie, changes).replace(b"\r", b"").replace(b"\n", b"")
    answer = await exchange(ready, request(ready, cookie=mutated))
    opened = b" 200 OK" in answer
    tally(holds(answer) and (not opened or cookie in mutated))


@given(changes=mutations)
async def test_mutated_tokens(ready: Client, tally: Tally, changes: Mutations) -> None:
    token = (ready.csrf_token or "").encode()
    mutated = mutate(token, changes).replace(b"\r", b"").replace(b"\n", b"")
    answer = await exchange(ready, request(ready, token=mutated))
    tally(holds(answer) and (b" 200 OK" not in answer or mutated.strip() == token))


@given(changes=mutations)
async def test_mutated_hosts(ready: Client, tally: Tally, changes: Mutations) -> None:
    host = ready.address.removeprefix("http://").encode()
    mutated = mutate(host, changes).replace(b"\r", b"").replace(b"\n", b"")
    answer = await exchange(ready, request(ready, host=mutated))
    tally(holds(answer) and (b" 200 OK" not in answer or mutated.strip() == host))


@given(changes=mutations)
async def test_mutated_targets(ready: Client, tally: Tally, changes: Mutations) -> None:
    answer = await exchange(ready, request(ready, target=mutate(b"/keys/openai/verify", changes)))
    tally(holds(answer))


@given(changes=mutations)
async def test_mutated_requests(
    short_deadlines: None, ready: Client, tally: Tally, changes: Mutations
) -> None:
    """A request that was cut off has no answer: its connection is closed at the deadline."""
    answer = await exchange(ready, mutate(request(ready), changes))
    tally(answer == b"" or holds(answer))


VALID_BODIES = st.sampled_from(
    [
        {"prompt": "hi", "max_tokens": 5, "temperature": 0.5, "stream": True, "detach": False},
        {"messages": [{"role": "user", "content": "hi"}], "system": "x", "provider": "openai"},
    ]
)


@given(body=VALID_BODIES, changes=mutations)
async def test_mutated_bodies(
    session: Client, tally: Tally, body: dict[str, object], changes: Mutations
) -> None:
    data = mutate(json.dumps(body).encode(), changes)
    answer = await exchange(
        session, request(session, method=b"POST", target=b"/generate", body=data)
    )
    tally(holds(answer) and b" 200 OK" not in answer)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(body=JSON, path=st.sampled_from(["/generate", "/keys/openai", "/session"]))
async def test_arbitrary_json(session: Client, tally: Tally, body: object, path: str) -> None:
    method = {"/generate": b"POST", "/keys/openai": b"PUT", "/session": b"PATCH"}[path]
    data = json.dumps(body).encode()
    answer = await exchange(
        session, request(session, method=method, target=path.encode(), body=data)
    )
    tally(holds(answer) and b" 200 OK" not in answer)
