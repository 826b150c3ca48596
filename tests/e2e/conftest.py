"""Sandbox, gateway and Chromium for the end-to-end tests.

They last for the whole package; every test has a session of its own. The widest scope is the
package, not pytest's session: Playwright's loop must be gone when asynchronous tests of other
packages run.
"""

import secrets
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, WebError, sync_playwright

from . import accessibility
from .browser import find_chromium
from .extension import Extension, Surface, extension_in_chromium
from .processes import Gateway, Sandbox
from .providers import PROVIDERS
from .wheel_install import WheelEnvironment, WheelInstall


@pytest.fixture(scope="package", autouse=True)
def _ends_when_asked_to() -> Iterator[None]:
    """Handle SIGTERM like Ctrl-C, so that no gateway is left behind on its port."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.fixture(scope="package")
def chromium() -> Path:
    """A Chromium that loads extensions."""
    found = find_chromium()
    if found is None:
        pytest.fail("There is no Chromium. Run `python -m tests.e2e.browser`, which installs one.")
    return found


@pytest.fixture(scope="package")
def playwright(chromium: Path) -> Iterator[Playwright]:
    """Playwright's driver."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="package")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """The stand-in providers, whose fixed models are retired, as in reality."""
    running = Sandbox(tmp_path_factory.mktemp("sandbox"), "--pace-ms", "1")
    yield running
    running.end()


@pytest.fixture(scope="package")
def package_gateway(
    sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Gateway]:
    """The gateway that all tests share."""
    shared = Gateway(sandbox.api_bases, tmp_path_factory.mktemp("gateway"))
    yield shared
    shared.stop()


@pytest.fixture
def gateway(package_gateway: Gateway) -> Gateway:
    """The gateway, running; a test may stop it or start it differently."""
    package_gateway.ensure_running()
    return package_gateway


@pytest.fixture(scope="package")
def _shared(
    playwright: Playwright, chromium: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Extension]]:
    """Gives the shared Chromium of this name. One for each test would take minutes."""
    with ExitStack() as running:

        @cache
        def of_name(name: str) -> Extension:
            profile = tmp_path_factory.mktemp(name)
            return running.enter_context(extension_in_chromium(playwright, chromium, profile))

        yield of_name


@pytest.fixture
def extension(gateway: Gateway, _shared: Callable[[str], Extension]) -> Iterator[Extension]:
    """The extension, reset to the state after the browser's start."""
    with _as_after_the_start(_shared("plain")) as shared:
        yield shared


@pytest.fixture
def extension_with_clock(
    gateway: Gateway, _shared: Callable[[str], Extension]
) -> Iterator[Extension]:
    """The same, with a clock that the test can move forward with `page.clock`.

    In a Chromium apart: Playwright's clock holds for all its pages, those of later tests as well.
    """
    with _as_after_the_start(_shared("with-clock")) as shared:
        # It shows the real time again.
        shared.context.clock.install()
        yield shared


@pytest.fixture
def fresh_extension(
    playwright: Playwright, chromium: Path, gateway: Gateway, tmp_path: Path
) -> Iterator[Extension]:
    """The extension in a Chromium of its own, for tests that cannot be undone."""
    with (
        extension_in_chromium(playwright, chromium, tmp_path / "profile") as running,
        _nothing_thrown(running),
    ):
        yield running


@contextmanager
def _as_after_the_start(extension: Extension) -> Iterator[Extension]:
    extension.reset_browser()
    with _nothing_thrown(extension):
        yield extension


@contextmanager
def _nothing_thrown(extension: Extension) -> Iterator[None]:
    """Fail if any page throws an error."""
    thrown: list[str] = []

    def record(error: WebError) -> None:
        thrown.append(str(error.error))

    extension.context.on("weberror", record)
    try:
        yield
    finally:
        extension.context.remove_listener("weberror", record)
    assert thrown == []


@pytest.fixture(scope="package")
def wheel_environment(tmp_path_factory: pytest.TempPathFactory) -> WheelEnvironment:
    """A Python environment with the wheel installed."""
    return WheelEnvironment(tmp_path_factory.mktemp("wheel"))


@pytest.fixture
def installed(
    package_gateway: Gateway, wheel_environment: WheelEnvironment, tmp_path: Path
) -> Iterator[WheelInstall]:
    """A user who has installed the wheel, with the default port free."""
    package_gateway.stop()
    person = WheelInstall(wheel_environment, tmp_path / "home")
    yield person
    person.gatehouse("uninstall")


@pytest.fixture
def popup(extension: Extension) -> Surface:
    """An open popup, in a session with a key of each provider."""
    extension.begin_session(*PROVIDERS)
    return extension.open_popup()


@pytest.fixture
def unique() -> str:
    """A random word, for prompts that the stand-in counts."""
    return secrets.token_hex(4)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what axe-core found."""
    if accessibility.tally:
        terminalreporter.section("access: what axe-core found")
        terminalreporter.write_line(
            "{pages} pages (every view in each size, and in the dark): {passed} rules passed, "
            "{violations} violations".format(**{"violations": 0, **accessibility.tally})
        )
