"""Installed from the wheel, used without a terminal, and uninstalled without a trace.

The browser's question whether the extension may start the gateway is drawn by the browser itself,
where no test can click in headless mode. So the copy of the extension that is loaded here has the
permission from the start; nothing else differs.
"""

import os
import re
import signal
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from gateway.install.running import find_holder
from tests.polling import TIMEOUT, wait_until

from .extension import extension_in_chromium
from .impostors import Impostor, Key
from .processes import GATEWAY, GATEWAY_PORT, Gateway, Sandbox, call_gateway
from .providers import OPENAI
from .wheel_install import IDENTIFY, OURS, START, WheelInstall, message

pytestmark = [
    pytest.mark.default_port,
    pytest.mark.skipif(
        sys.platform == "win32", reason="would change the registry of the user who runs the tests"
    ),
]


def api_bases(sandbox: Sandbox) -> dict[str, str]:
    """The environment that points the gateway at the stand-ins. It inherits it from the browser."""
    return {f"GATEWAY_{name.upper()}_API_BASE": base for name, base in sandbox.api_bases.items()}


def gateway_process() -> int:
    """The process that listens on the gateway's port."""
    holder = find_holder("127.0.0.1", GATEWAY_PORT)
    assert holder is not None
    return holder.pid


def test_from_the_wheel_to_an_answer_and_back(
    playwright: Playwright,
    chromium: Path,
    sandbox: Sandbox,
    installed: WheelInstall,
    tmp_path: Path,
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
        expect(popup.status).to_have_text("Answer ready", timeout=4 * TIMEOUT * 1000)
        expect(popup.response).to_contain_text(OPENAI.closing)

    assert call_gateway("/health") == 200, "it outlives the browser"
    assert "version 0." in installed.gatehouse("status").stdout
    expect_said_to_nobody(gateway_process())

    # After a crash it can be started again.
    os.kill(gateway_process(), signal.SIGKILL)
    wait_until(lambda: call_gateway("/health") == 0, "the end of the gateway")
    assert installed.call_launcher(message(IDENTIFY), OURS)["code"] == "not_running"
    assert call_gateway("/health") == 0, "to ask starts nothing"
    started = installed.call_launcher(message(START), OURS)
    assert started.keys() == {"ok", "address", "public_key", "proof"}
    assert (started["ok"], started["address"]) == (True, GATEWAY)
    state = installed.home / ".local" / "state" / "gatehouse"
    assert (state / "proof").read_text() == started["proof"]
    process = gateway_process()
    assert installed.call_launcher(message(START), OURS) == started
    assert installed.call_launcher(message(IDENTIFY), OURS) == started
    assert gateway_process() == process, "a second click starts no second one"

    done = installed.gatehouse("uninstall")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"process {process}" in done.stdout
    assert f"Gone: {state / 'identity.pem'}" in done.stdout
    assert "Nothing of Gatehouse is left" in done.stdout
    assert call_gateway("/health") == 0
    assert installed.listing() == before


def expect_said_to_nobody(process: int) -> None:
    """The gateway's output goes to no file and to no terminal."""
    if sys.platform == "linux":
        for number in (0, 1, 2):
            assert Path(f"/proc/{process}/fd/{number}").readlink() == Path(os.devnull)


def test_the_native_host_says_which_gateway_is_the_person_s(
    playwright: Playwright, chromium: Path, installed: WheelInstall, tmp_path: Path
) -> None:
    installed.gatehouse("install")
    folder = installed.extension(tmp_path, permissions=["storage", "nativeMessaging"])
    with extension_in_chromium(
        playwright, chromium, installed.profile, build=folder, variables=installed.variables()
    ) as extension:
        # Another program is met first, and proves an identity of its own.
        with Impostor(Key().sign).listening() as impostor:
            popup = extension.open_popup()
            expect(popup.alert).to_contain_text("does not confirm it")
            popup.page.close()
        assert impostor.taken == []

        # Its key was remembered all the same, as without a native host: the host corrects that.
        extension.set_settings(gateway_public_key=Key().public)
        told = installed.call_launcher(message(START), OURS)
        popup = extension.open_popup()
        expect(popup.page.get_by_role("heading", name="Paste your keys to begin")).to_be_visible()
        known = extension.worker.evaluate("chrome.storage.local.get('gateway_public_key')")
        assert known == {"gateway_public_key": told["public_key"]}
        proof = extension.worker.evaluate("chrome.storage.session.get('proof')")
        assert proof == {"proof": told["proof"]}


def test_what_is_in_the_way_is_said(
    playwright: Playwright, chromium: Path, installed: WheelInstall, tmp_path: Path
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


def test_sides_that_do_not_fit_say_which_is_older(
    playwright: Playwright,
    chromium: Path,
    gateway: Gateway,
    installed: WheelInstall,
    tmp_path: Path,
) -> None:
    folder = installed.extension(tmp_path)
    changed = 0
    for script in folder.rglob("*.js"):
        old = r"contract=(\$\{\w+\}|\d+)"  # as the bundler writes it
        text, count = re.subn(old, "contract=0", script.read_text(encoding="utf-8"))
        script.write_text(text, encoding="utf-8")
        changed += count
    assert changed
    gateway.start()
    with extension_in_chromium(
        playwright, chromium, tmp_path / "profile", build=folder
    ) as extension:
        popup = extension.open_popup()
        expect(popup.alert).to_contain_text("This extension is older than the gateway")
        expect(popup.alert.get_by_role("button", name="Reload extension")).to_be_visible()
