"""Connections that die without a word, as when a VPN changes: in network namespaces."""

import json
import shutil
import subprocess
import sys
from typing import Any

import pytest

from gateway.provider_settings import Transport
from tests.gateway.transports import TRANSPORTS


def _allowed() -> bool:
    """Whether this machine lets a person make network namespaces, with cables between them."""
    if sys.platform != "linux" or not (shutil.which("unshare") and shutil.which("ip")):
        return False
    command = ["unshare", "-Urn", "ip", "link", "add", "v0", "type", "veth", "peer", "name", "v1"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


pytestmark = pytest.mark.skipif(not _allowed(), reason="needs unshare, ip and user namespaces")


def outcome(transport: Transport, case: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.gateway.dead_connections", transport, case]
    ended = subprocess.run(
        ["unshare", "-Urn", *command], capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 0, ended.stderr
    return dict(json.loads(ended.stdout.splitlines()[-1]))


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_next_call_is_sent_again_on_a_new_connection(transport: Transport) -> None:
    told = outcome(transport, "next_call")
    assert (told["status"], told["text"]) == (200, "So far")
    assert told["seconds"] < 6


def test_next_call_that_is_passed_through(transport: Transport) -> None:
    told = outcome(transport, "next_passed_call")
    assert (told["status"], told["text"]) == (200, "So far")
    assert told["seconds"] < 6


def test_answer_on_its_way_is_told_as_broken_off(transport: Transport) -> None:
    told = outcome(transport, "running_answer")
    assert (told["status"], told["text"]) == ("failed", "So far")
    assert "broke off" in told["error"]
    assert told["seconds"] < 10
