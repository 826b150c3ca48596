"""`python -m gateway.sandbox`: the stand-in providers alone, until SIGINT or SIGTERM."""

import argparse
import asyncio
import contextlib
import json
import signal

from gateway.sandbox import RETIRED_MODELS, Sandbox
from gateway.sandbox.registry import WIRE_FORMATS


def _ports(text: str) -> tuple[int, ...]:
    ports = tuple(int(port) for port in text.split(","))
    if len(ports) != len(WIRE_FORMATS):
        raise argparse.ArgumentTypeError(f"give {len(WIRE_FORMATS)} ports")
    return ports


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m gateway.sandbox",
        description="Stand-in providers on 127.0.0.1. Prints their api_bases as JSON.",
    )
    parser.add_argument(
        "--ports", type=_ports, default=(0,) * len(WIRE_FORMATS),
        metavar=",".join(wire_format.name.upper() for wire_format in WIRE_FORMATS),
        help="their ports, 0 for any free one (default: all 0)",
    )  # fmt: skip
    parser.add_argument(
        "--pace-ms", type=float, default=15.0, metavar="MS",
        help="milliseconds between two pieces of a stream (default: 15)",
    )  # fmt: skip
    parser.add_argument(
        "--keep-fixed-models", action="store_true",
        help=f"also have the retired models: {', '.join(sorted(RETIRED_MODELS))}",
    )  # fmt: skip
    return parser.parse_args()


async def _run(arguments: argparse.Namespace) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Windows' loop has no signal handlers; there Ctrl-C ends asyncio.run.
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    retired = frozenset[str]() if arguments.keep_fixed_models else RETIRED_MODELS
    # No test reads the requests of a sandbox in a process of its own.
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
