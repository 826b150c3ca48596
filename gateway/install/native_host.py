"""The native messaging host: a browser runs it when the person clicks *Start*.

It starts the gateway, answers with the address, and ends. The only message that it understands is
`{"command": "start"}`; neither a message nor its command line decides what is started. It imports
the standard library only, since the person waits for it.

The protocol is Chrome's native messaging: the caller's origin is the first argument. On stdin and
stdout each message is JSON after its length, 32 bits in the machine's byte order.
"""

import json
import struct
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, BinaryIO

from gateway import EXTENSION_ORIGIN
from gateway.install.start_report import StartReport

_START = {"command": "start"}
_LONGEST_MESSAGE = 64  # bytes; the only message has 20

_START_TIMEOUT = 30  # seconds


class Refused(Exception):
    """Nothing was started. The message tells the person why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def main() -> int:
    """Answer the one message of one caller. Returns the process's exit status."""
    try:
        _check_caller(sys.argv[1:])
        _check_message(_read_message(sys.stdin.buffer))
        answer: dict[str, Any] = {"ok": True, "address": start_gateway()}
    except Refused as refused:
        answer = {"ok": False, "code": refused.code, "message": str(refused)}
    body = json.dumps(answer).encode()
    sys.stdout.buffer.write(struct.pack("=I", len(body)) + body)
    sys.stdout.buffer.flush()
    return 0 if answer["ok"] else 1


def start_gateway() -> str:
    """Start a gateway that outlives this process, unless one runs; gives its address.

    Raises:
        Refused: it did not start.
    """
    command = [sys.executable, "-I", "-m", "gateway", "run", "--detached"]
    process = subprocess.Popen(  # noqa: S603 - fixed arguments, and the Python that runs this
        command,
        cwd=Path.home(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        **_detached(),
    )
    assert process.stdout is not None
    timeout = threading.Timer(_START_TIMEOUT, process.kill)
    timeout.start()
    # The gateway closes the pipe once it listens.
    report = StartReport.from_json(process.stdout.read())
    timeout.cancel()
    if report.address is not None:
        return report.address
    raise Refused(
        "not_started",
        report.error
        or "The gateway ended while it started. Run `gatehouse run` in a terminal to see why.",
    )


def _detached() -> dict[str, Any]:
    """Options with which a process survives the end of this one and of the browser."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def _check_caller(arguments: list[str]) -> None:
    """The browser has checked the caller against the manifest. This checks it once more."""
    if not arguments or arguments[0] != f"{EXTENSION_ORIGIN}/":
        raise Refused("forbidden_origin", "Only Gatehouse's own extension may start the gateway.")


def _read_message(stream: BinaryIO) -> bytes:
    head = stream.read(4)
    if len(head) < 4:
        raise Refused("invalid_message", "No message came.")
    (length,) = struct.unpack("=I", head)
    if length > _LONGEST_MESSAGE:
        raise Refused("invalid_message", "The message is too long.")
    message = stream.read(length)
    if len(message) < length:
        raise Refused("invalid_message", "The message was cut off.")
    return message


def _check_message(message: bytes) -> None:
    try:
        understood = json.loads(message) == _START
    except (ValueError, RecursionError):
        understood = False
    if not understood:
        raise Refused("invalid_message", f"The only message understood is {json.dumps(_START)}.")


if __name__ == "__main__":
    sys.exit(main())
