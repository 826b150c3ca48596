"""The native messaging host: a browser runs it when the person clicks *Start*.

It understands two messages. `{"command": "start"}` starts the gateway unless it runs, and
`{"command": "identify"}` only looks whether it runs. To both it answers with the gateway's address,
its public key and the proof of its start, and ends. A gateway that it has not started must prove
that it is this user's. That is checked by the program that it runs, since it imports the standard
library only: the person waits for it. Neither a message nor its command line decides what is run.

The protocol is Chrome's native messaging: the caller's origin is the first argument. On stdin and
stdout each message is JSON after its length, 32 bits in the machine's byte order.
"""

import contextlib
import json
import struct
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, BinaryIO

from gateway import EXTENSION_ORIGIN
from gateway.install.start_report import StartReport

# What is run for each command.
_COMMANDS = {"start": ("run", "--detached"), "identify": ("identify",)}
_LONGEST_MESSAGE = 64  # bytes; the longer one has 23

_START_TIMEOUT = 30  # seconds


class Refused(Exception):
    """There is no gateway to answer for. The message tells the person why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def main() -> int:
    """Answer the one message of one caller. Returns the process's exit status."""
    try:
        _check_caller(sys.argv[1:])
        command = _command_in(_read_message(sys.stdin.buffer))
        answer = {"ok": True} | _report_of(*_COMMANDS[command])
    except Refused as refused:
        answer = {"ok": False, "code": refused.code, "message": str(refused)}
    body = json.dumps(answer).encode()
    sys.stdout.buffer.write(struct.pack("=I", len(body)) + body)
    sys.stdout.buffer.flush()
    return 0 if answer["ok"] else 1


def _report_of(*arguments: str) -> dict[str, Any]:
    """What a command of the gateway reports; it may start one that outlives this process.

    Raises:
        Refused: there is no gateway of this user.
    """
    command = [sys.executable, "-I", "-m", "gateway", *arguments]
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
        return {
            "address": report.address,
            "public_key": report.public_key,
            "proof": report.proof,
        }
    raise Refused(
        report.code or "not_started",
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


def _command_in(message: bytes) -> str:
    with contextlib.suppress(ValueError, RecursionError):
        content = json.loads(message)
        for command in _COMMANDS:
            if content == {"command": command}:
                return command
    raise Refused("invalid_message", 'Send {"command": "start"} or {"command": "identify"}.')


if __name__ == "__main__":
    sys.exit(main())
