"""`python -m gateway.sandbox`: the three stand-ins by themselves, until they are told to stop."""

import argparse
import asyncio
import contextlib
import json
import signal

from . import RETIRED_MODELS, Sandbox


def _ports(text: str) -> tuple[int, int, int]:
    openai, anthropic, gemini = (int(port) for port in text.split(","))
    return openai, anthropic, gemini


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m gateway.sandbox",
        description="Three stand-in providers on 127.0.0.1. Prints their api_bases as JSON.",
    )
    parser.add_argument(
        "--ports", type=_ports, default=(0, 0, 0), metavar="OPENAI,ANTHROPIC,GEMINI",
        help="three ports, 0 for any free one (default: 0,0,0)",
    )  # fmt: skip
    parser.add_argument(
        "--pace-ms", type=float, default=15.0, metavar="MS",
        help="milliseconds between two pieces of a stream (default: 15)",
    )  # fmt: skip
    parser.add_argument(
        "--keep-fixed-models", action="store_true",
        help="let gpt-4, claude-3-5-sonnet-20241022 and gemini-1.5-pro live",
    )  # fmt: skip
    return parser.parse_args()


async def _run(arguments: argparse.Namespace) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Windows' loop knows no signal handlers; there Ctrl-C ends asyncio.run by itself.
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    retired = frozenset[str]() if arguments.keep_fixed_models else RETIRED_MODELS
    # Nobody asks a sandbox of its own what it has seen.
    async with Sandbox(
        retired=retired, ports=arguments.ports, pace=arguments.pace_ms / 1000, keep_requests=0
    ) as sandbox:
        print(json.dumps(sandbox.api_bases), flush=True)
        await stop.wait()


def main() -> None:
    """Run the sandbox until SIGINT or SIGTERM."""
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_run(_arguments()))


if __name__ == "__main__":
    main()
