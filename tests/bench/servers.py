"""Servers as separate processes: started, awaited, measured, and ended."""

import http.client
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import psutil

_PATIENCE = 240
_MEGABYTE = 1024 * 1024

# Without the user's own keys, addresses, settings and proxies.
_KEPT_ENVIRONMENT = ("PATH", "HOME", "LANG", "TMPDIR", "SYSTEMROOT")


@dataclass(frozen=True)
class Server:
    """How a server is started.

    Args:
        command: gives the command line for a port.
        ready_path: answers 200 as soon as it can be used.
        environment: variables that it needs.
    """

    command: Callable[[int], Sequence[str]]
    ready_path: str
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Running:
    """A server that runs, and the seconds from its start until it was ready."""

    port: int
    pid: int
    ready_after: float

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def memory(self) -> float:
        """Resident megabytes, of it and its children."""
        return memory(self.pid)

    def cpu(self) -> float:
        """CPU seconds so far, of it and its children."""
        times = [process.cpu_times() for process in _family(self.pid)]
        return sum(each.user + each.system for each in times)


def memory(pid: int) -> float:
    """Resident megabytes of a process and its children."""
    return sum(process.memory_info().rss for process in _family(pid)) / _MEGABYTE


@contextmanager
def running(server: Server) -> Iterator[Running]:
    """The server while the context lasts, on a free port of 127.0.0.1."""
    port = _free_port()
    kept = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    with tempfile.TemporaryFile() as output:
        begun = time.perf_counter()
        process = subprocess.Popen(
            server.command(port),
            env={**kept, **server.environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            while not _answers(port, server.ready_path):
                if process.poll() is not None or time.perf_counter() - begun > _PATIENCE:
                    output.seek(0)
                    said = output.read()[-4000:].decode(errors="replace")
                    raise RuntimeError(f"{process.args!r} is not ready and said:\n{said}")
                time.sleep(0.002)
            ready_after = time.perf_counter() - begun
            yield Running(port, process.pid, ready_after)
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _family(pid: int) -> list[psutil.Process]:
    parent = psutil.Process(pid)
    return [parent, *parent.children(recursive=True)]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
