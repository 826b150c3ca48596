"""What a browser runs on *Start*: it starts the gateway, says where it listens, and ends.

It does this one thing. Its only message is `{"command": "start"}`; nothing in a message or on its
command line decides what is started. Standard library only: it runs in the middle of a click.

The protocol is Chrome's native messaging: the caller's origin as first argument; on stdin and
stdout each message is JSON after its length, 32 bits in the machine's own byte order.
"""

import json
import re
import struct
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, BinaryIO

from gateway import EXTENSION_ORIGIN

_START = {"command": "start"}
_LONGEST_MESSAGE = 64  # bytes; the one that is understood has 20

# The gateway's words when it listens, and its status when it has said why it cannot.
_READY = re.compile(r"\bhttp://\S+:\d+\b")
_SAID_WHY = 2

_PATIENCE = 30  # seconds until a start is given up


class Refused(Exception):
    """Nothing was started; says why, in a sentence for a person."""

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
    """Start a gateway that outlives us, or find the one that runs; gives its address.

    Raises:
        Refused: it did not start.
    """
    command = [sys.executable, "-I", "-m", "gateway", "run", "--detached"]
    process = subprocess.Popen(  # noqa: S603 - fixed words, and the Python that runs this
        command,
        cwd=Path.home(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        **_of_its_own(),
    )
    assert process.stdout is not None
    alarm = threading.Timer(_PATIENCE, process.kill)
    alarm.start()
    # It closes its end as soon as it listens, or when it ends.
    said = process.stdout.read().decode(errors="replace").strip()
    alarm.cancel()
    if (ready := _READY.search(said)) is not None and process.poll() in (None, 0):
        return ready[0]
    if process.wait() == _SAID_WHY:
        raise Refused("not_started", said.removeprefix("gateway: "))
    raise Refused(
        "not_started",
        "The gateway ended while it started. Run `gatehouse run` in a terminal to see why.",
    )


def _of_its_own() -> dict[str, Any]:
    """What lets a process live on when the browser ends us, or ends itself."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def _check_caller(arguments: list[str]) -> None:
    """The browser has checked it against the manifest; we do again."""
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
