"""Extension and gateway send each other their versions, and report when they do not fit."""

import pytest

from gateway import CONTRACT, __version__
from tests.gateway.client import Client


async def call(client: Client, introduction: str, path: str = "/session") -> tuple[int, str, str]:
    status, body = await client.call("GET", path, headers={"X-Gatehouse-Extension": introduction})
    error = body.get("error", {})
    return status, error.get("code", ""), error.get("message", "")


async def test_equal_contract_is_accepted(client: Client) -> None:
    _, code, _ = await call(client, f"9.9.9; contract={CONTRACT}")
    assert code == "session_required"


async def test_a_newer_extension_is_told_to_update_the_gateway(client: Client) -> None:
    status, code, message = await call(client, f"9.8.7; contract={CONTRACT + 1}")
    assert (status, code) == (400, "gateway_outdated")
    assert f"({__version__}) is older than this extension (9.8.7)" in message


async def test_an_older_extension_is_told_to_reload(client: Client) -> None:
    status, code, message = await call(client, f"0.0.1; contract={CONTRACT - 1}")
    assert (status, code) == (400, "extension_outdated")
    assert f"extension (0.0.1) is older than the gateway ({__version__})" in message


@pytest.mark.parametrize(
    "introduction", ["", "1", "<b>1; contract=1", "1; contract=", "1; contract=١"]
)
async def test_header_without_a_version_is_refused_and_not_quoted(
    client: Client, introduction: str
) -> None:
    status, code, message = await call(client, introduction)
    assert (status, code) == (400, "invalid_request")
    assert "<b>" not in message


async def test_health_needs_no_matching_contract(client: Client) -> None:
    status, _, _ = await call(client, f"9; contract={CONTRACT + 1}", "/health")
    assert status == 200
