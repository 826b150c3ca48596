"""Cookies that another port of 127.0.0.1 sets, which the browser sends to the gateway as well."""

import urllib.request
from collections.abc import Iterator

import pytest

from tests.conftest import Tally

from .extension import Extension
from .fake_servers import Attacker
from .processes import GATEWAY
from .providers import OPENAI


@pytest.fixture
def attacker() -> Iterator[Attacker]:
    with Attacker().listening() as listening:
        yield listening


def visit(extension: Extension, attacker: Attacker) -> list[str]:
    """Let the user visit the attacker's page. Gives the cookies that the browser then has."""
    page = extension.context.new_page()
    page.goto(attacker.address)
    page.close()
    return [f"{one.get('name')}={one.get('value')}" for one in extension.context.cookies()]


def works(extension: Extension) -> bool:
    """Whether the user can enter a key, ask, and have the key checked again."""
    extension.begin_session(OPENAI)
    popup = extension.open_popup()
    popup.ask_and_wait("Hello")
    state = popup.call("POST", "/keys/openai/verify")["state"]
    popup.page.close()
    return bool(state == "valid")


@pytest.mark.parametrize("partitioned", ["", "; Partitioned"])
def test_living_session_of_an_attacker_locks_nobody_out(
    extension: Extension, attacker: Attacker, tally: Tally, partitioned: str
) -> None:
    """It is planted before the user's own session begins."""
    request = urllib.request.Request(f"{GATEWAY}/session", method="POST")
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
        own = answer.headers["Set-Cookie"].split(";")[0]
    attacker.plants.append(f"{own}; Path=/; Secure; HttpOnly; SameSite=Strict{partitioned}")
    assert own in visit(extension, attacker), "it is planted, or this test shows nothing"
    tally(works(extension))


@pytest.mark.parametrize("count", [3, 40])
def test_large_cookies_lock_nobody_out(
    extension: Extension, attacker: Attacker, tally: Tally, count: int
) -> None:
    attacker.plants += [f"big{n}={'x' * 4_000}; Path=/; Max-Age=86400" for n in range(count)]
    planted = visit(extension, attacker)
    assert sum(one.startswith("big") for one in planted) == count
    tally(works(extension))
