"""The command line: python -m gateway."""

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

from gateway import EXTENSION, __version__

# The rest is imported where it is needed, so that --help answers at once.
if TYPE_CHECKING:
    from gateway.settings import Settings

_EPILOG = """\
Every option can also stand in the environment (GATEWAY_PORT=9000) or in config.toml (port = 9000);
the command line wins, then the environment. Further settings, and how to add a provider, are in
the README and in gateway/providers.toml.
"""

_WELCOME = """\
Gatehouse {version} is running at {address}. Ctrl-C ends it.

  Browser          open chrome://extensions, switch on Developer mode, choose Load unpacked:
                   {folder}
  Other programs   click the extension's icon and make an access token; then OpenAI's protocol is at
                   {address}/v1 and everything else at {address}/docs
  Without browser  docs/http-api.md makes a session and a token with curl"""


def main(arguments: list[str] | None = None) -> int:
    """Run the gateway until Ctrl-C. Returns the process's exit status."""
    options = _parser().parse_args(arguments)
    try:
        return _run(options)
    except KeyboardInterrupt:  # while it starts
        return 130


def _run(options: argparse.Namespace) -> int:
    _hurry()
    from gateway.settings import SettingsError, load_settings

    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    if options.verbose:
        logging.getLogger("gateway").setLevel(logging.INFO)
    try:
        settings = load_settings(
            {"host": options.host, "port": options.port}, config=options.config
        )
        asyncio.run(_demo(settings) if options.demo else _serve(settings))
    except SettingsError as error:
        print(f"gateway: {error}", file=sys.stderr)
        return 2
    except (KeyboardInterrupt, asyncio.CancelledError):
        print("Gatehouse has ended; every key it held is gone.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m gateway",
        description=(
            "The local gateway of Gatehouse: holds your provider keys in an encrypted session "
            "cookie and answers prompts through them, for the extension and for scripts."
        ),
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--host", help="loopback address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, help="port to listen on (default 8765)")
    parser.add_argument("--config", type=Path, help="path of a config.toml")
    parser.add_argument(
        "--demo", action="store_true", help="use stand-in providers on this machine; no key needed"
    )
    parser.add_argument("--verbose", action="store_true", help="log a line for each request")
    parser.add_argument("--version", action="version", version=f"Gatehouse {__version__}")
    return parser


async def _serve(settings: "Settings") -> None:
    from gateway.app import create_app
    from gateway.web.server import running_gateway

    _end_when_asked_to()
    async with running_gateway(create_app(settings), settings.host, settings.port) as address:
        gc.enable()
        print(_WELCOME.format(version=__version__, address=address, folder=EXTENSION), flush=True)
        await _forever()


async def _demo(settings: "Settings") -> None:
    from gateway.app import create_app
    from gateway.sandbox import Sandbox
    from gateway.sandbox.browser import browser_with_extension
    from gateway.sandbox.demo import against_sandbox, show_answers
    from gateway.web.server import running_gateway

    _end_when_asked_to()
    # A pace at which one can watch the answer being written.
    async with Sandbox(pace=0.015) as sandbox:
        app = create_app(against_sandbox(settings, sandbox))
        async with running_gateway(app, settings.host, settings.port) as address:
            gc.enable()
            await show_answers(address)
            with browser_with_extension() as opened:
                if opened:
                    print("\nA browser with the extension is open: click the puzzle piece.")
                else:
                    print(f"\nLoad the extension in a browser from {EXTENSION}")
                print(f"The demo goes on at {address}. Ctrl-C ends it.", flush=True)
                await _forever()


def _hurry() -> None:
    """A person waits for the start: nothing is collected before it, and no plug-in looked for."""
    gc.disable()
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"


def _end_when_asked_to() -> None:
    """Let the system's request to end do what asyncio does on Ctrl-C: cancel the main task."""
    task = asyncio.current_task()
    assert task is not None
    with contextlib.suppress(NotImplementedError):  # Windows has no such request
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


async def _forever() -> None:
    await asyncio.Event().wait()


if __name__ == "__main__":
    sys.exit(main())
