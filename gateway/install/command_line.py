"""All commands but run."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from gateway import __version__
from gateway.identity.identity import KEY_FILE
from gateway.identity.proof import PROOF_FILE
from gateway.identity.state_folder import StateFolder
from gateway.install.extension import extension_folder
from gateway.install.login import at_login, start_now
from gateway.install.machine import Machine
from gateway.install.native_messaging import BROWSERS, native_messaging
from gateway.install.registration import (
    Registration,
    RegistrationError,
    remove_empty_folders,
    run_command,
)
from gateway.install.running import (
    ask_gateway,
    end_gateway,
    find_gateway,
    report_on,
    what_listens,
)
from gateway.install.start_report import StartReport
from gateway.settings import Settings, SettingsError, load_settings, url_of


def install(options: argparse.Namespace) -> int:
    """Let browsers start the gateway, and with --at-login the system too."""
    machine = Machine.here()
    if not _is_installed(machine):
        _print_error(
            f"{machine.python} finds no installed Gatehouse. Build the wheel with `make dist`, and "
            "install it with pipx or uv."
        )
        return 2
    ended = _end_another_version()
    try:
        _make(native_messaging(machine), machine)
        print(f"The button Start in the extension now works, in {_listed(BROWSERS)}.")
        if options.at_login:
            _make(at_login(machine), machine)
            print("The gateway also starts whenever you log in.")
            _start_at_once(machine)
        elif ended and at_login(machine).is_there:
            _start_at_once(machine)
    except RegistrationError as error:
        _print_error(str(error))
        return 1
    print("Next, in the browser: open chrome://extensions, switch on Developer mode, choose Load")
    print("unpacked and pick this folder (`gatehouse extension --open` shows it):")
    print(f"  {extension_folder()}")
    return 0


def uninstall(options: argparse.Namespace) -> int:
    """Undo what install did, end the gateway, and report what is left."""
    machine = Machine.here()
    gone = at_login(machine).undo(machine, run_command)
    host, port = _address()
    if (ended := end_gateway(host, port)) is not None:
        gone.append(f"the gateway that was running (process {ended.pid})")
    gone += native_messaging(machine).undo(machine, run_command)
    gone += _remove_state(machine)
    for one in gone:
        print(f"Gone: {one}")

    left = [str(path) for path in _everything(machine) if os.path.lexists(path)]
    if ask_gateway(host, port) is not None:
        left.append(f"a gateway at {url_of(host, port)}, which another user runs")
    for one in left:
        print(f"Still there: {one}")
    if not left:
        print("Nothing of Gatehouse is left on this machine but what you installed yourself:")
        print("  the program      pipx uninstall gatehouse, or uv tool uninstall gatehouse")
        print("  the extension    Remove, on the browser's page chrome://extensions")
    return 1 if left else 0


def status(options: argparse.Namespace) -> int:
    """Tell whether the gateway runs and what starts it. The exit status is 0 when it runs."""
    machine = Machine.here()
    host, port = _address()
    running = find_gateway(host, port)
    if running is not None:
        print(f"The gateway runs at {url_of(host, port)}, version {running.version}.")
        if running.version != __version__:
            print(f"  This is version {__version__}; `gatehouse install` ends the other one.")
    else:
        print(f"The gateway does not run at {url_of(host, port)}.")
        if (other := what_listens(host, port)) is not None:
            print(f"  {other}")
    print(f"  Start in the extension: {_state(native_messaging(machine))}")
    print(f"  At log-in: {_state(at_login(machine))}")
    print(f"  Extension: {extension_folder() or 'not built'}")
    return 0 if running is not None else 1


def extension(options: argparse.Namespace) -> int:
    """Print the path of the folder to load in the browser, and open it if asked."""
    folder = extension_folder()
    if folder is None:
        _print_error("The extension is not built. Run `make setup`.")
        return 2
    print(folder)
    if not options.open:
        return 0
    # Its parent, from which the folder can be dragged into the browser.
    opener = {"win32": "explorer", "darwin": "open"}.get(sys.platform, "xdg-open")
    error = run_command((opener, str(folder.parent)))
    if error is not None and sys.platform != "win32":  # explorer's exit status is meaningless
        _print_error(error)
        return 1
    return 0


def identify(options: argparse.Namespace) -> int:
    """Report the user's running gateway to the native messaging host, as a start would."""
    host, port = _address()
    running = find_gateway(host, port)
    if running is not None:
        report = report_on(running, host, port)
    elif (other := what_listens(host, port)) is not None:
        report = StartReport(error=other, code="not_yours")
    else:
        error = f"The gateway does not run at {url_of(host, port)}."
        report = StartReport(error=error, code="not_running")
    print(report.to_json())
    return 0 if running is not None else 1


COMMANDS = {
    "identify": identify,
    "install": install,
    "uninstall": uninstall,
    "status": status,
    "extension": extension,
}


def _end_another_version() -> bool:
    """End the gateway of the version before an update, which would run on."""
    host, port = _address()
    running = ask_gateway(host, port)
    if running is None or running.version == __version__ or end_gateway(host, port) is None:
        return False
    print(f"Ended: the gateway of version {running.version} that was running.")
    return True


def _make(registration: Registration, machine: Machine) -> None:
    registration.make(machine, run_command)
    for file in registration.files:
        print(f"Written: {file.path}")


def _start_at_once(machine: Machine) -> None:
    host, port = _address()
    if find_gateway(host, port) is not None:
        print(f"One runs already at {url_of(host, port)}.")
        return
    errors = [run_command(command) for command in start_now(machine)]
    if errors[-1] is not None:
        raise RegistrationError(errors[-1])


def _is_installed(machine: Machine) -> bool:
    """Whether the registered command works. It does not in a checkout, which is not installed."""
    looking = [str(machine.python), "-I", "-m", "gateway", "--version"]
    done = subprocess.run(looking, capture_output=True, check=False)  # noqa: S603 - our own Python
    return done.returncode == 0


def _address() -> tuple[str, int]:
    """The address of the gateway that the browser or the system starts."""
    try:
        settings = load_settings()
    except SettingsError as error:
        _print_error(f"{error}\nThe default address is used instead.")
        defaults = Settings.model_fields
        return defaults["host"].default, defaults["port"].default
    return settings.host, settings.port


def _remove_state(machine: Machine) -> list[str]:
    """Remove what the gateway kept between two starts; gives what was removed."""
    folder = StateFolder(machine.state)
    gone = [str(machine.state / name) for name in (KEY_FILE, PROOF_FILE) if folder.remove(name)]
    remove_empty_folders(machine.state, machine)
    return gone


def _everything(machine: Machine) -> list[Path]:
    """Every path that any of these commands, or the gateway, creates."""
    files = (*native_messaging(machine).files, *at_login(machine).files)
    return [*(file.path for file in files), machine.data, machine.state]


def _state(registration: Registration) -> str:
    if registration.is_made:
        return "set up"
    if registration.is_there:
        return "set up for another installation; `gatehouse install` sets up this one"
    return "not set up"


def _listed(names: tuple[str, ...]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}"


def _print_error(text: str) -> None:
    print(f"gatehouse: {text}", file=sys.stderr)
