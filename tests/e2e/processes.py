"""Gateway and sandbox as separate processes, as a user starts them."""

import json
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.client import HTTPResponse
from pathlib import Path

from tests.polling import TIMEOUT, wait_until

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_PORT = 8765
"""The port that the extension uses unless its options name another."""
GATEWAY_PORT = DEFAULT_PORT + 10 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
"""The port of the gateway under test. Each of xdist's workers has its own."""
GATEWAY = f"http://127.0.0.1:{GATEWAY_PORT}"

# Seconds. LiteLLM takes three on an idle machine, and several times as long on a busy one.
_WHILE_LITELLM_LOADS = 6 * TIMEOUT


class Program:
    """A running module of ours. Its output goes into a file, since a full pipe would block it."""

    def __init__(self, arguments: list[str], environment: Mapping[str, str], log: Path) -> None:
        self._log = log
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", *arguments],
                cwd=ROOT,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def output(self) -> str:
        """Its output so far."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def still_runs(self) -> bool:
        """True while it runs. Raises if it has ended."""
        if self._process.poll() is not None:
            raise RuntimeError(f"It ended by itself and said:\n{self.output}")
        return True

    def end(self) -> None:
        """Terminate it, and kill it if it does not end in time."""
        self._process.terminate()
        try:
            # A gateway that is loading LiteLLM ends when it has done so.
            self._process.wait(_WHILE_LITELLM_LOADS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise


class Sandbox:
    """The stand-in providers."""

    def __init__(self, folder: Path, *options: str) -> None:
        environment = _environment(folder)
        self._program = Program(["gateway.sandbox", *options], environment, folder / "sandbox.log")
        line = wait_until(self._first_line, "the sandbox's addresses")
        self.api_bases: dict[str, str] = json.loads(line)

    def _first_line(self) -> str:
        self._program.still_runs()
        line, end, _ = self._program.output.partition("\n")
        return line if end else ""

    def end(self) -> None:
        """End it."""
        self._program.end()


class Gateway:
    """The gateway, on the extension's port unless told otherwise. It can be restarted."""

    def __init__(
        self, api_bases: Mapping[str, str], folder: Path, port: int = GATEWAY_PORT
    ) -> None:
        self._port = port
        self.address = f"http://127.0.0.1:{port}"
        self._api_bases = dict(api_bases)
        self._folder = folder
        self._program: Program | None = None
        self._runs_with: dict[str, str] = {}

    @property
    def log(self) -> str:
        """The output of all its runs."""
        return (self._folder / "gateway.log").read_text(encoding="utf-8", errors="replace")

    def start(self, api_bases: Mapping[str, str] | None = None, **settings: str) -> None:
        """Start it, with other providers or GATEWAY_* settings if given, and wait for it."""
        if self._program is not None:
            raise RuntimeError("The gateway runs already")
        if _port_is_taken(self._port):
            raise RuntimeError(
                f"Port {self._port} is taken. The extension looks there, so end what listens "
                "there (make run? make demo?) and run the tests again."
            )
        self._runs_with = self._variables(api_bases, settings)
        arguments = ["gateway", "--port", str(self._port), "--verbose"]
        environment = _environment(self._folder) | self._runs_with
        self._program = Program(arguments, environment, self._folder / "gateway.log")
        wait_until(self._answers, "the gateway's first answer")

    def ensure_running(self, api_bases: Mapping[str, str] | None = None, **settings: str) -> None:
        """Make sure that it runs with these settings and has LiteLLM loaded."""
        if self._program is None or self._runs_with != self._variables(api_bases, settings):
            self.restart(api_bases, **settings)
        # The first session makes it load LiteLLM, and the first answer waits for that.
        if not self._is_warm():
            call_gateway("/session", method="POST")
            wait_until(self._is_warm, "LiteLLM to be loaded", _WHILE_LITELLM_LOADS)

    def stop(self) -> None:
        """Stop it if it runs, which ends all sessions."""
        if self._program is not None:
            program, self._program = self._program, None
            program.end()

    def restart(self, api_bases: Mapping[str, str] | None = None, **settings: str) -> None:
        """Stop and start it."""
        self.stop()
        self.start(api_bases, **settings)

    def _variables(
        self, api_bases: Mapping[str, str] | None, settings: Mapping[str, str]
    ) -> dict[str, str]:
        bases = {**self._api_bases, **(api_bases or {})}
        return {
            **{f"GATEWAY_{provider.upper()}_API_BASE": base for provider, base in bases.items()},
            **{f"GATEWAY_{name.upper()}": value for name, value in settings.items()},
        }

    def _is_warm(self) -> bool:
        with _open("/health") as answer:
            return bool(json.load(answer)["litellm"] == "ready")

    def _answers(self) -> bool:
        assert self._program is not None
        self._program.still_runs()
        return call_gateway("/health", address=self.address) == 200


def call_gateway(
    path: str,
    headers: Mapping[str, str] | None = None,
    method: str = "GET",
    address: str = GATEWAY,
) -> int:
    """Call the gateway as any local program could. Gives the status, 0 for no answer."""
    try:
        with _open(path, headers, method, address) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except OSError:
        return 0


def _open(
    path: str,
    headers: Mapping[str, str] | None = None,
    method: str = "GET",
    address: str = GATEWAY,
) -> HTTPResponse:
    request = urllib.request.Request(address + path, headers=dict(headers or {}), method=method)
    # Never through a proxy that the environment names.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    answer: HTTPResponse = opener.open(request, timeout=TIMEOUT)
    return answer


def _environment(folder: Path) -> dict[str, str]:
    """This process's environment without the user's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GATEWAY_")}
    return kept | {
        "XDG_CONFIG_HOME": str(folder),
        "XDG_STATE_HOME": str(folder),
        "APPDATA": str(folder),
        "PYTHONUTF8": "1",
    }


def _port_is_taken(port: int) -> bool:
    with socket.socket() as attempt:
        return attempt.connect_ex(("127.0.0.1", port)) == 0
