"""The access log: route, status and duration, and nothing that was sent."""

import logging

import pytest

from .client import Client


async def test_a_line_tells_the_route_and_not_the_path(
    session: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="gateway.access")
    await session.call("GET", "/providers")
    await session.call("GET", "/generations/gen_canary")
    await session.call("GET", "/nowhere/canary")
    told = [line.split(" ms ")[0].rsplit(" ", 1)[0] for line in caplog.messages if " ms " in line]
    assert told == [
        "GET /providers 200",
        "GET /generations/{generation} 404",
        "GET - 404",
    ]
