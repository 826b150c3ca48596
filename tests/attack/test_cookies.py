"""Attacks with cookies: every cookie ever issued is replayed, and cookie or token is used alone."""

import asyncio

import pytest

from gateway.session.sealed_cookie import COOKIE_NAME
from tests.conftest import Tally
from tests.gateway.client import GOOD_KEYS, PROVIDERS, Client
from tests.gateway.conftest import Clock, StartGateway

OPENING_CALLS = (
    ("GET", "/session"),
    ("GET", "/providers"),
    ("GET", "/generations"),
    ("POST", "/keys/openai/verify"),
    ("POST", "/generate"),
)


class Keeper(Client):
    """A client that keeps a copy of every cookie that it receives."""

    def __init__(self, client: Client) -> None:
        super().__init__(client.http, client.address)
        self.issued: list[str] = []

    async def call(self, *args: object, **kwargs: object) -> tuple[int, object]:
        answer = await super().call(*args, **kwargs)  # type: ignore[arg-type]
        if self.cookie and self.cookie not in self.issued:
            self.issued.append(self.cookie)
        return answer

    async def live_through_a_day(self) -> None:
        """Change the session with every call that writes it."""
        await self.sign_in()
        for provider in PROVIDERS:
            await self.put_key(provider)
        await self.call("PATCH", "/session", {"provider": "gemini"})
        await self.call("POST", "/keys/gemini/verify")
        await self.call("DELETE", "/keys/openai")
        await self.put_key("openai")


@pytest.fixture
def keeper(client: Client) -> Keeper:
    return Keeper(client)


async def opens(client: Client, cookie: str, csrf_token: str | None) -> bool:
    """Whether any route accepts this cookie with this CSRF token."""
    thief = Client(client.http, client.address)
    for method, path in OPENING_CALLS:
        thief.cookie, thief.csrf_token = cookie, csrf_token
        body = {"prompt": "hi"} if path == "/generate" else None
        status, answer = await thief.call(method, path, body)
        if status not in (401, 403, 409):
            return True
        assert answer["error"]["code"] in ("session_required", "session_stale", "csrf_failed")
    return False


async def test_superseded_cookies_never_open(keeper: Keeper, tally: Tally) -> None:
    await keeper.live_through_a_day()
    assert len(keeper.issued) == 8
    newest = keeper.issued[-1]
    for cookie in keeper.issued:
        tally(await opens(keeper, cookie, keeper.csrf_token) is (cookie == newest))


async def test_no_cookie_opens_after_sign_out(keeper: Keeper, tally: Tally) -> None:
    await keeper.live_through_a_day()
    await Client.call(keeper, "DELETE", "/session")
    for cookie in keeper.issued:
        tally(not await opens(keeper, cookie, keeper.csrf_token))


@pytest.mark.parametrize("seconds", [28_801, 86_401], ids=["idle end", "absolute end"])
async def test_no_cookie_opens_after_the_session_s_time(
    clock: Clock, start_gateway: StartGateway, tally: Tally, seconds: float
) -> None:
    keeper = Keeper(await start_gateway())
    await keeper.live_through_a_day()
    if seconds > 86_400:  # it ends although it is in use all the time
        for _ in range(3):
            clock.advance(28_000)
            assert (await keeper.call("GET", "/providers"))[0] == 200
        clock.advance(2_401)
    else:
        clock.advance(seconds)
    for cookie in keeper.issued:
        tally(not await opens(keeper, cookie, keeper.csrf_token))


async def test_no_cookie_opens_after_a_restart(start_gateway: StartGateway, tally: Tally) -> None:
    keeper = Keeper(await start_gateway())
    await keeper.live_through_a_day()
    keeper.address = (await start_gateway()).address
    for cookie in keeper.issued:
        tally(not await opens(keeper, cookie, keeper.csrf_token))


async def test_half_a_session_opens_nothing(keeper: Keeper, tally: Tally) -> None:
    await keeper.live_through_a_day()
    other = Keeper(keeper)
    await other.live_through_a_day()
    assert keeper.cookie is not None
    assert other.cookie is not None
    session_id = keeper.cookie.partition(".")[0]
    sealed = other.cookie.partition(".")[2]
    for cookie, csrf_token in (
        (keeper.cookie, None),
        (keeper.cookie, ""),
        (keeper.cookie, other.csrf_token),
        ("", keeper.csrf_token),
        (session_id, keeper.csrf_token),
        (f"{session_id}.", keeper.csrf_token),
        (f"{session_id}.{sealed}", keeper.csrf_token),
        (f"{session_id}.{sealed}", other.csrf_token),
        (f".{sealed}", other.csrf_token),
        (sealed, other.csrf_token),
    ):
        tally(not await opens(keeper, cookie, csrf_token))


async def test_writers_at_once_lose_nothing(session: Client, tally: Tally) -> None:
    """Twelve writers with one cookie: each succeeds, at once or with the new cookie."""
    cookie = session.cookie
    lock = asyncio.Lock()

    async def write(number: int) -> None:
        nonlocal cookie
        writer = Client(session.http, session.address)
        writer.csrf_token = session.csrf_token
        provider = PROVIDERS[number % 3]
        while True:
            writer.cookie = cookie
            status, _ = await writer.put_key(provider, f"sk-writer-{number:02}-0123456789abcdef")
            if status == 200:
                async with lock:
                    cookie = writer.cookie
                return
            assert status == 409
            await asyncio.sleep(0)

    async with asyncio.timeout(30):
        await asyncio.gather(*(write(number) for number in range(12)))
    session.cookie = cookie
    states = await session.key_states()
    for provider in PROVIDERS:
        tally(states[provider] == "valid")


async def test_cookie_is_never_sent_without_its_attributes(client: Client, tally: Tally) -> None:
    """Each Set-Cookie, the deleting one included, has the attributes that protect the cookie."""
    attributes = ("Path=/", "Secure", "HttpOnly", "SameSite=Strict", "Partitioned")
    async with client.http.post(f"{client.address}/session") as response:
        headers = [response.headers["Set-Cookie"]]
        client.csrf_token = (await response.json())["csrf_token"]
        client.cookie = response.cookies[COOKIE_NAME].value
    for method, path, body in (
        ("PUT", "/keys/openai", {"api_key": GOOD_KEYS["openai"]}),
        ("PATCH", "/session", {"provider": "gemini"}),
        ("DELETE", "/keys/openai", None),
        ("DELETE", "/session", None),
    ):
        async with client.http.request(
            method, client.address + path, json=body, headers=client.headers
        ) as response:
            headers.append(response.headers["Set-Cookie"])
            client.cookie = response.cookies[COOKIE_NAME].value
    for header in headers:
        tally(all(attribute in header.split("; ") for attribute in attributes))


async def test_planted_cookies_lock_nobody_out(client: Client, tally: Tally) -> None:
    """Another port of 127.0.0.1 plants cookies of ours: living sessions of its own, and junk."""
    thieves = [Client(client.http, client.address) for _ in range(3)]
    for thief in thieves:
        await thief.sign_in()
    planted = [str(thief.cookie) for thief in thieves] + ["", "junk", "x.y", "." * 40]
    await client.sign_in()
    for before, after in ((planted, []), ([], planted), (planted[:2], planted[2:])):
        cookies = [*before, str(client.cookie), *after]
        header = "; ".join(f"{COOKIE_NAME}={cookie}" for cookie in cookies)
        for method, path, body in (
            ("GET", "/session", None),
            ("PATCH", "/session", {"provider": "gemini"}),
        ):
            status, _ = await client.call(method, path, body, headers={"Cookie": header})
            tally(status == 200)
            header = header.replace(cookies[len(before)], str(client.cookie))


async def test_older_copy_beside_the_newest_does_no_harm(session: Client, tally: Tally) -> None:
    """A partitioned and an unpartitioned cookie of one session are sent together."""
    old = str(session.cookie)
    await session.call("PATCH", "/session", {"provider": "gemini"})
    new = str(session.cookie)
    for cookies in ((old, new), (new, old)):
        header = "; ".join(f"{COOKIE_NAME}={cookie}" for cookie in cookies)
        tally((await session.call("GET", "/session", headers={"Cookie": header}))[0] == 200)
    header = f"{COOKIE_NAME}={old}"
    status, body = await session.call("GET", "/session", headers={"Cookie": header})
    tally((status, body["error"]["code"]) == (409, "session_stale"))


async def test_many_large_cookies_lock_nobody_out(session: Client, tally: Tally) -> None:
    """Browsers send up to 180 cookies of 4 kB to a host, whoever has set them."""
    for count in (3, 60, 180):
        others = "; ".join(f"c{number}={'x' * 4_000}" for number in range(count))
        header = f"{others}; {COOKIE_NAME}={session.cookie}"
        tally((await session.call("GET", "/session", headers={"Cookie": header}))[0] == 200)


async def test_headers_beyond_the_limit_are_explained(session: Client, tally: Tally) -> None:
    cookies = "; ".join(f"c{number}={'x' * 4_000}" for number in range(300))
    status, body = await session.call("GET", "/session", headers={"Cookie": cookies})
    tally((status, body["error"]["code"]) == (400, "invalid_request"))
    tally("cookies" in body["error"]["message"])
