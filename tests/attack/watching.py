"""Watches a gateway from a process of its own: what the test itself does must not hold it up."""

import asyncio
import http.client
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import urlsplit

import psutil

MIB = 1024 * 1024


class Seen(NamedTuple):
    """What was seen of a gateway."""

    longest: float  # wait for /health, in seconds
    most: int  # memory, in bytes


class Watcher:
    """Asks for /health again and again, and looks at the memory."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    async def seen(self) -> Seen:
        """What was seen since this was asked before."""
        return await asyncio.to_thread(self._seen)

    def _seen(self) -> Seen:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return Seen(*json.loads(self._process.stdout.readline()))


@contextmanager
def watching(pid: int, address: str) -> Iterator[Watcher]:
    """Watch the gateway with this process id and address."""
    command = (sys.executable, "-m", __name__, str(pid), address)
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Watcher(process)


def _watch(pid: int, address: str) -> None:
    """Write what was seen for each line of stdin, until that ends."""
    seen = Seen(0, 0)
    lock = threading.Lock()

    def answer() -> None:
        nonlocal seen
        for _ in sys.stdin:
            with lock:  # a wait that has begun counts
                print(json.dumps(seen), flush=True)
                seen = Seen(0, 0)

    thread = threading.Thread(target=answer)
    thread.start()
    process = psutil.Process(pid)
    gateway = http.client.HTTPConnection(urlsplit(address).netloc)
    while thread.is_alive():
        with lock:
            began = time.perf_counter()
            gateway.request("GET", "/health")
            response = gateway.getresponse()
            response.read()
            assert response.status == 200
            wait = time.perf_counter() - began
            seen = Seen(max(seen.longest, wait), max(seen.most, process.memory_info().rss))
        time.sleep(0.001)


if __name__ == "__main__":
    _watch(int(sys.argv[1]), sys.argv[2])
