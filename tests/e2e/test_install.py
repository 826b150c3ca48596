"""From the wheel to an answer without a terminal, and back to nothing.

The browser's question whether the extension may start the gateway is drawn by the browser itself,
where no test can click in headless mode. So the copy of the extension that is loaded here has the
permission from the start; nothing else differs.
"""

import json
import os
import re
import signal
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, Worker, expect

from gateway import EXTENSION_ORIGIN
from gateway.install.running import find_gateway, find_holder
from tests.conftest import Tally

from .extension import EXTENSION_ID, Extension, extension_in_chromium
from .installed import Environment, Installed, message
from .processes import GATEWAY, GATEWAY_PORT, Gateway, Sandbox, call_gateway
from .providers import OPENAI
from .waiting import PATIENCE, until

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="would change the registry of whoever runs the tests"
)

OURS = f"{EXTENSION_ORIGIN}/"
THEIRS = f"chrome-extension://{'a' * 32}/"
START = {"command": "start"}


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """What pipx or uv would make of the wheel."""
    return Environment(tmp_path_factory.mktemp("wheel"))


@pytest.fixture
def installed(gateway: Gateway, environment: Environment, tmp_path: Path) -> Iterator[Installed]:
    """A person who has installed the wheel, and a port that is free."""
    gateway.stop()
    person = Installed(environment, tmp_path / "home")
    yield person
    person.gatehouse("uninstall")


def api_bases(sandbox: Sandbox) -> dict[str, str]:
    """What points the gateway at the stand-ins; it inherits it from the browser."""
    return {f"GATEWAY_{name.upper()}_API_BASE": base for name, base in sandbox.api_bases.items()}


def gateway_process() -> int:
    """The process that listens on the gateway's port."""
    holder = find_holder(GATEWAY_PORT)
    assert holder is not None
    return holder.pid


def test_from_the_wheel_to_an_answer_and_back(
    playwright: Playwright, chromium: Path, sandbox: Sandbox, installed: Installed, tmp_path: Path
) -> None:
    before = installed.listing()
    done = installed.gatehouse("install")
    assert (done.returncode, done.stderr) == (0, "")
    assert installed.gatehouse("install").returncode == 0, "once more does no harm"
    assert installed.gatehouse("status").returncode == 1
    folder = installed.extension(
        tmp_path, permissions=["storage", "contextMenus", "sidePanel", "nativeMessaging"]
    )
    with extension_in_chromium(
        playwright,
        chromium,
        installed.profile,
        build=folder,
        variables=installed.variables(**api_bases(sandbox)),
    ) as extension:
        popup = extension.open_popup()
        expect(popup.alert).to_contain_text("The gateway is not running")
        popup.button("Start").click()
        expect(popup.page.get_by_role("heading", name="Paste your keys to begin")).to_be_visible()
        popup.enter_key(OPENAI)
        popup.ask("What is a gatehouse?")
        # The first answer of a gateway waits for LiteLLM.
        expect(popup.status).to_have_text("Answer ready", timeout=4 * PATIENCE * 1000)
        expect(popup.response).to_contain_text(OPENAI.closing)

    assert call_gateway("/health") == 200, "it outlives the browser"
    assert "version 0." in installed.gatehouse("status").stdout
    expect_said_to_nobody(gateway_process())

    # A crash leaves nothing that would hinder the next start.
    os.kill(gateway_process(), signal.SIGKILL)
    until(lambda: call_gateway("/health") == 0, "the end of the gateway")
    assert installed.call_launcher(message(START), OURS) == {"ok": True, "address": GATEWAY}
    process = gateway_process()
    assert installed.call_launcher(message(START), OURS) == {"ok": True, "address": GATEWAY}
    assert gateway_process() == process, "a second click starts no second one"

    done = installed.gatehouse("uninstall")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"process {process}" in done.stdout
    assert "Nothing of Gatehouse is left" in done.stdout
    assert call_gateway("/health") == 0
    assert installed.listing() == before


def expect_said_to_nobody(process: int) -> None:
    """Whatever the gateway may say goes nowhere: into no file, and to no terminal."""
    if sys.platform == "linux":
        for number in (0, 1, 2):
            assert Path(f"/proc/{process}/fd/{number}").readlink() == Path(os.devnull)


def test_what_is_in_the_way_is_said(
    playwright: Playwright, chromium: Path, installed: Installed, tmp_path: Path
) -> None:
    folder = installed.extension(tmp_path, permissions=["storage", "nativeMessaging"])
    with extension_in_chromium(
        playwright, chromium, installed.profile, build=folder, variables=installed.variables()
    ) as extension:
        popup = extension.open_popup()
        popup.button("Start").click()
        expect(popup.alert).to_contain_text("Run this once in a terminal")
        expect(popup.page.get_by_text("gatehouse install", exact=True)).to_be_visible()

        installed.gatehouse("install")
        config = installed.home / ".config" / "gatehouse" / "config.toml"
        config.parent.mkdir()
        config.write_text("port = 'none'")
        popup.button("Start").click()
        expect(popup.alert).to_contain_text("It did not start: port: Input should be a valid")
        assert installed.gatehouse("uninstall").returncode == 0, "whatever the settings are"
        installed.gatehouse("install")

        config.write_text(f"port = {GATEWAY_PORT + 1}")
        popup.button("Start").click()
        expect(popup.alert).to_contain_text(f"It is running at http://127.0.0.1:{GATEWAY_PORT + 1}")
        assert installed.gatehouse("uninstall").returncode == 0

        config.unlink()
        config.parent.rmdir()
        popup.button("Start").click()
        expect(popup.alert).to_contain_text("Run this once in a terminal")


def odd_messages() -> dict[str, bytes]:
    """What a browser of ours would never send."""
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
        "one field more": message(START | {"port": 1}),
        "steering": message(START | {"config": "/tmp/x"}),
        "a list": message([START]),
        "another case": message({"command": "Start"}),
    }


def test_odd_messages_start_nothing(installed: Installed, tally: Tally) -> None:
    installed.gatehouse("install")
    for name, sent in odd_messages().items():
        answer = installed.call_launcher(sent, OURS)
        assert answer["code"] == "invalid_message", name
        tally(not answer["ok"] and find_gateway("127.0.0.1", GATEWAY_PORT) is None)


def test_other_callers_start_nothing(installed: Installed, tally: Tally) -> None:
    installed.gatehouse("install")
    for caller in (THEIRS, EXTENSION_ORIGIN, OURS + "x", "https://example.com/", "", "--help"):
        answer = installed.call_launcher(message(START), caller)
        assert answer["code"] == "forbidden_origin", caller
        tally(not answer["ok"] and find_gateway("127.0.0.1", GATEWAY_PORT) is None)


def test_the_browser_s_environment_cannot_replace_the_program(
    installed: Installed, tally: Tally, tmp_path: Path
) -> None:
    """What lies in the folder or on PYTHONPATH is not taken for Gatehouse or one of its parts."""
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
    playwright: Playwright, chromium: Path, installed: Installed, tally: Tally
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
        refused = worker_of_the_other(extension).evaluate(
            """chrome.runtime.sendNativeMessage("gatehouse.starter", { command: "start" })
              .then(() => "started", (error) => error.message)"""
        )
        tally("forbidden" in refused)
        tally(find_gateway("127.0.0.1", GATEWAY_PORT) is None)


def worker_of_the_other(extension: Extension) -> Worker:
    """The worker of the extension that is not ours."""
    found = [one for one in extension.context.service_workers if EXTENSION_ID not in one.url]
    return found[0] if found else extension.context.wait_for_event("serviceworker")


def test_sides_that_do_not_fit_say_which_is_older(
    playwright: Playwright, chromium: Path, gateway: Gateway, installed: Installed, tmp_path: Path
) -> None:
    folder = installed.extension(tmp_path)
    for script in folder.rglob("*.js"):
        text = script.read_text(encoding="utf-8")
        script.write_text(re.sub(r"contract=\$\{\w+\}", "contract=0", text), encoding="utf-8")
    gateway.start()
    with extension_in_chromium(
        playwright, chromium, tmp_path / "profile", build=folder
    ) as extension:
        popup = extension.open_popup()
        expect(popup.alert).to_contain_text("This extension is older than the gateway")
        expect(popup.alert.get_by_role("button", name="Reload extension")).to_be_visible()
