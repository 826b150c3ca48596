"""The command line: gatehouse, or python -m gateway."""

import argparse
import asyncio
import contextlib
import gc
import logging
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gateway import __version__

# Everything else is imported where it is needed, so that --help is fast.
if TYPE_CHECKING:
    from gateway.install.start_report import StartReport
    from gateway.settings import Settings

_EPILOG = """\
Host and port can also be set in the environment (GATEWAY_PORT=9000) or config.toml (port = 9000);
the command line wins, then the environment. GATEWAY_CONFIG may hold the path of config.toml.
Further settings, and how to add a provider, are in docs/settings.md.
"""

_WELCOME = """\
Gatehouse {version} is running at {address}. Ctrl-C ends it.

  Browser          open chrome://extensions, switch on Developer mode, choose Load unpacked:
                   {folder}
  Other programs   click the extension's icon and make an access token; then OpenAI's protocol is at
                   {address}/v1 and everything else at {address}/docs
  Without browser  docs/http-api.md makes a session and a token with curl"""


def main(arguments: list[str] | None = None) -> int:
    """Run a command; by default the gateway, until Ctrl-C.

    Returns the process's exit status.
    """
    options = _parser().parse_args(arguments, _defaults())
    try:
        if options.command == "run":
            return _run(options)
        from gateway.install.command_line import COMMANDS

        return COMMANDS[options.command](options)
    except KeyboardInterrupt:  # while it starts
        return 130


def _run(options: argparse.Namespace) -> int:
    _start_fast()
    _write_no_core_dump()
    from gateway.settings import SettingsError, load_settings, unknown_variables
    from gateway.web.server import PortTaken

    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    if options.verbose:
        logging.getLogger("gateway").setLevel(logging.INFO)
    try:
        settings = load_settings(
            {"host": options.host, "port": options.port}, config=options.config
        )
        for sentence in unknown_variables(settings, os.environ):
            logging.getLogger("gateway").warning("%s", sentence)
        asyncio.run(_demo(settings) if options.demo else _serve(settings, options.detached))
    except PortTaken as error:
        return _port_taken(settings, error, options.detached)
    except SettingsError as error:
        return _fail(str(error), options.detached)
    except (KeyboardInterrupt, asyncio.CancelledError):
        print("Gatehouse has ended; every key it held is gone.")
    return 0


def _parser() -> argparse.ArgumentParser:
    run_options = _run_options()
    parser = argparse.ArgumentParser(
        prog="python -m gateway" if Path(sys.argv[0]).name == "__main__.py" else "gatehouse",
        description=(
            "The local gateway of Gatehouse: holds your provider keys in an encrypted session "
            "cookie and answers prompts through them, for the extension and for scripts."
        ),
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[run_options],
    )
    parser.add_argument("--version", action="version", version=f"Gatehouse {__version__}")
    commands = parser.add_subparsers(title="commands", dest="command", metavar="COMMAND")
    run = commands.add_parser(
        "run", help="run the gateway (as without a command)", parents=[run_options]
    )
    # For the native messaging host: report the address as JSON, then close standard output.
    run.add_argument(
        "--detached", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS
    )
    install = commands.add_parser("install", help="let the extension start the gateway")
    install.add_argument(
        "--at-login", action="store_true", help="start it whenever you log in, too"
    )
    commands.add_parser("identify")  # for the native messaging host, too: not in the help
    commands.add_parser("uninstall", help="end the gateway and take back what install did")
    commands.add_parser("status", help="say whether the gateway runs, and what starts it")
    extension = commands.add_parser("extension", help="say where the extension lies")
    extension.add_argument("--open", action="store_true", help="show it in the file manager, too")
    return parser


def _run_options() -> argparse.ArgumentParser:
    """Options that may stand before the command or after it, so neither place has defaults."""
    options = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    options.add_argument("--host", help="loopback address to listen on (default 127.0.0.1)")
    options.add_argument("--port", type=int, help="port to listen on (default 8765)")
    options.add_argument("--config", type=Path, help="path of a config.toml")
    options.add_argument(
        "--demo", action="store_true", help="use stand-in providers on this machine; no key needed"
    )
    options.add_argument("--verbose", action="store_true", help="log a line for each request")
    return options


def _defaults() -> argparse.Namespace:
    return argparse.Namespace(
        command="run",
        host=None,
        port=None,
        config=None,
        demo=False,
        verbose=False,
        detached=False,
    )


async def _serve(settings: "Settings", detached: bool) -> None:
    from gateway.app import create_app
    from gateway.folders import state_folder
    from gateway.identity.state_folder import StateFolder
    from gateway.install.start_report import StartReport
    from gateway.web.server import running_gateway
    from gateway.web.services import SERVICES

    _end_on_sigterm()
    app = create_app(settings)
    identity, proof = app[SERVICES].identity, app[SERVICES].proof
    folder = StateFolder(state_folder())
    identity.check()
    async with running_gateway(app, settings.host, settings.port) as address:
        with proof.in_file(folder) as secret:
            _collect_garbage()
            if detached:
                _report(StartReport(address, identity.public_key, secret))
                _close_output()
            else:
                print(_welcome(address), flush=True)
            await _forever()


def _welcome(address: str) -> str:
    from gateway.install.extension import extension_folder

    folder = extension_folder() or "(the extension's folder: `make setup` builds it)"
    return _WELCOME.format(version=__version__, address=address, folder=folder)


def _report(report: "StartReport") -> None:
    """Tell the program that started this detached gateway how the start went."""
    # That program may have ended already: the popup was closed.
    with contextlib.suppress(BrokenPipeError):
        print(report.to_json(), flush=True)


def _close_output() -> None:
    """Let the starting program read to the end, and discard all further output."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _fail(message: str, detached: bool, code: str | None = None) -> int:
    if detached:
        from gateway.install.start_report import StartReport

        _report(StartReport(error=message, code=code))
    print(f"gateway: {message}", file=sys.stderr)
    return 2


def _port_taken(settings: "Settings", error: Exception, detached: bool) -> int:
    """Say what listens there. The user's gateway that runs already will do for a detached start."""
    from gateway.install.running import find_gateway, report_on, what_listens

    running = find_gateway(settings.host, settings.port)
    if running is not None and detached:
        _report(report_on(running, settings.host, settings.port))
        return 0
    if running is not None:
        return _fail(f"{error}. Gatehouse {running.version} is running there already.", detached)
    other = what_listens(settings.host, settings.port)
    code = None if other is None else "not_yours"
    return _fail(f"{error}. {other or 'Choose another port.'}", detached, code)


async def _demo(settings: "Settings") -> None:
    from gateway.app import create_app
    from gateway.install.extension import extension_folder
    from gateway.sandbox import Sandbox
    from gateway.sandbox.browser import browser_with_extension
    from gateway.sandbox.demo import against_sandbox, show_answers
    from gateway.web.server import running_gateway

    _end_on_sigterm()
    # Slow enough to watch the answer being written.
    async with Sandbox(pace=0.015) as sandbox:
        app = create_app(against_sandbox(settings, sandbox))
        async with running_gateway(app, settings.host, settings.port) as address:
            _collect_garbage()
            await show_answers(address, sandbox)
            with browser_with_extension(extension_folder()) as opened:
                if opened:
                    print("\nA browser with the extension is open: click the puzzle piece.")
                else:
                    print(f"\nLoad the extension in a browser from {extension_folder()}")
                print(f"The demo goes on at {address}. Ctrl-C ends it.", flush=True)
                await _forever()


def _start_fast() -> None:
    """A person waits: no garbage is collected until the start, and pydantic has no plug-ins."""
    gc.disable()
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"


def _write_no_core_dump() -> None:
    """Keep the keys in memory out of a file that is written if the process crashes.

    The process is not made undumpable (PR_SET_DUMPABLE): it would then belong to root in /proc, and
    `gatehouse uninstall` could not find out that the gateway is the person's own.
    """
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Linux can hand the dump to a program, which may ignore the limit: it gets no memory.
    with contextlib.suppress(OSError):
        Path("/proc/self/coredump_filter").write_text("0", encoding="ascii")


def _collect_garbage() -> None:
    """Collect garbage, but more rarely than by default: that took a tenth of each call's time."""
    gc.set_threshold(10_000, 10, 10)
    gc.enable()


def _end_on_sigterm() -> None:
    """Let SIGTERM do what asyncio does on Ctrl-C: cancel the main task."""
    task = asyncio.current_task()
    assert task is not None
    with contextlib.suppress(NotImplementedError):  # Windows has no signal handlers
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


async def _forever() -> None:
    await asyncio.Event().wait()


if __name__ == "__main__":
    sys.exit(main())
