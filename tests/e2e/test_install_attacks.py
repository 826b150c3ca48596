"""Attacks on the native messaging host: other callers and other messages start nothing."""

import json
import struct
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from gateway import EXTENSION_ORIGIN
from gateway.install.running import find_gateway
from tests.conftest import Tally
from tests.gateway.other_user import impostor, needs_another_user

from .extension import extension_in_chromium
from .processes import GATEWAY_PORT
from .wheel_install import IDENTIFY, OURS, START, WheelInstall, message

pytestmark = [
    pytest.mark.default_port,
    pytest.mark.skipif(
        sys.platform == "win32", reason="would change the registry of the user who runs the tests"
    ),
]

THEIRS = f"chrome-extension://{'a' * 32}/"


def odd_messages() -> dict[str, bytes]:
    """Messages that our extension never sends."""
    start = json.dumps(START).encode()
    return {
        "nothing": b"",
        "half a length": b"\x14\x00",
        "a length alone": struct.pack("=I", len(start)),
        "cut": struct.pack("=I", len(start)) + start[:-1],
        "empty": struct.pack("=I", 0),
        "too long to be read": struct.pack("=I", 0xFFFFFFFF) + start,
        "longer than any that is known": message(START | {"padding": "x" * 64}),
        "not JSON": struct.pack("=I", 5) + b"start",
        "not text": struct.pack("=I", 4) + b"\xff\xfe\x00\x01",
        "deep": struct.pack("=I", 64) + b"[" * 64,
        "null": message(None),
        "a string": message("start"),
        "another command": message({"command": "stop"}),
        "two commands": message({"command": ["start", "identify"]}),
        "identify and more": message(IDENTIFY | {"port": 1}),
        "one field more": message(START | {"port": 1}),
        "steering": message(START | {"config": "/tmp/x"}),
        "a list": message([START]),
        "another case": message({"command": "Start"}),
    }


def test_odd_messages_start_nothing(installed: WheelInstall, tally: Tally) -> None:
    installed.gatehouse("install")
    for name, sent in odd_messages().items():
        answer = installed.call_launcher(sent, OURS)
        assert answer["code"] == "invalid_message", name
        tally(not answer["ok"] and find_gateway("127.0.0.1", GATEWAY_PORT) is None)


def test_other_callers_start_nothing(installed: WheelInstall, tally: Tally) -> None:
    installed.gatehouse("install")
    for caller in (THEIRS, EXTENSION_ORIGIN, OURS + "x", "https://example.com/", "", "--help"):
        answer = installed.call_launcher(message(START), caller)
        assert answer["code"] == "forbidden_origin", caller
        tally(not answer["ok"] and find_gateway("127.0.0.1", GATEWAY_PORT) is None)


@pytest.mark.parametrize("of", [pytest.param("another user", marks=needs_another_user), "us"])
def test_native_host_vouches_for_no_impostor(
    installed: WheelInstall, tally: Tally, of: str
) -> None:
    installed.gatehouse("install")
    body = json.dumps({"status": "ok", "version": "0.1.0", "started_at": "2026-01-01T00:00:00Z"})
    with impostor(body, of_another_user=of == "another user", port=GATEWAY_PORT):
        for sent in (START, IDENTIFY):
            answer = installed.call_launcher(message(sent), OURS)
            assert answer.keys() == {"ok", "code", "message"}
            tally(not answer["ok"] and answer["code"] == "not_yours")
            tally("Enter no key there" in answer["message"])


def test_the_browser_s_environment_cannot_replace_the_program(
    installed: WheelInstall, tally: Tally, tmp_path: Path
) -> None:
    """Modules in the folder or on PYTHONPATH are not imported instead of Gatehouse's own."""
    installed.gatehouse("install")
    trace = tmp_path / "trace"
    planted = f"open({str(trace)!r}, 'w')"
    for name in ("gateway.py", "json.py", "aiohttp.py", "sitecustomize.py"):
        (tmp_path / name).write_text(planted)
        (installed.launcher.parent / name).write_text(planted)
        (installed.home / name).write_text(planted)
    steered = installed.call_launcher(message(START), OURS, PYTHONPATH=str(tmp_path))
    assert steered["ok"]
    tally(not trace.exists())
    for name in ("gateway.py", "json.py", "aiohttp.py", "sitecustomize.py"):
        (installed.launcher.parent / name).unlink()


def test_another_extension_cannot_start_it(
    playwright: Playwright, chromium: Path, installed: WheelInstall, tally: Tally
) -> None:
    installed.gatehouse("install")
    hostile = Path(__file__).with_name("hostile_extension")
    with extension_in_chromium(
        playwright,
        chromium,
        installed.profile,
        beside=hostile,
        variables=installed.variables(),
    ) as extension:
        refused = extension.worker_of_other_extension.evaluate(
            """chrome.runtime.sendNativeMessage("gatehouse.starter", { command: "start" })
              .then(() => "started", (error) => error.message)"""
        )
        tally("forbidden" in refused)
        tally(find_gateway("127.0.0.1", GATEWAY_PORT) is None)
