"""The one upstream of every subject: the sandbox's OpenAI, with its answers written beforehand.

The sandbox composes each answer anew, which takes it longer than a good gateway takes for the rest.
So that the upstream is never what is measured, this one keeps the stand-in's routes, checks and
wire format, but sends the same bytes again. A request's `max_tokens` says how many pieces it wants.
"""

import asyncio
import contextlib
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from gateway.sandbox.answers import Answer, Ending
from gateway.sandbox.api import Api
from gateway.sandbox.calls import Call
from gateway.sandbox.openai import OpenAI
from gateway.sandbox.stand_in import StandInProvider
from gateway.sandbox.state import SandboxState

MODEL = "gpt-4"
INPUT_TOKENS = 16


def pieces(count: int) -> tuple[str, ...]:
    """The pieces of an answer: neighbours differ, and the first is unique."""
    return ("Begin", *(f" w{number}" for number in range(1, count)))


@dataclass(frozen=True)
class Prepared:
    """An answer as it goes over the wire."""

    plain: bytes
    frames: tuple[bytes, ...]


class PreparedOpenAI(StandInProvider):
    """The stand-in for OpenAI, with the same headers and prepared answers for every request."""

    def __init__(self) -> None:
        super().__init__(OpenAI(), SandboxState(retired=frozenset(), pace=0, keep_requests=0))
        self._answers: dict[tuple[int, bool], Prepared] = {}
        self._headers = self.wire_format.headers()

    async def generate(self, api: Api, request: web.Request, body: Any) -> web.StreamResponse:
        """Send the answer, whole or frame by frame, as fast as it is taken."""
        self.wire_format.require_key(request)
        call = self.read_call(api, request, body)
        answer = self._prepared(api, call)
        if not call.stream:
            headers = {**self._headers, "Content-Type": self.wire_format.content_type}
            return web.Response(body=answer.plain, headers=headers)
        response = web.StreamResponse(headers={**self._headers, "Content-Type": call.media_type})
        await response.prepare(request)
        for frame in answer.frames:
            await response.write(frame)
        await response.write_eof()
        return response

    def _prepared(self, api: Api, call: Call) -> Prepared:
        count = call.max_tokens or 1
        wanted = count, call.include_usage
        if wanted not in self._answers:
            model = self.models[MODEL]
            answer = Answer(
                pieces=pieces(count),
                reasoning=(),
                ending=Ending.STOP,
                input_tokens=INPUT_TOKENS,
                cached_tokens=0,
                output_tokens=count,
                reasoning_tokens=0,
            )
            frames = api.frames(call, model, answer)
            self._answers[wanted] = Prepared(
                self.wire_format.encode(api.answer_body(call, model, answer)),
                (*frames.opening, *frames.pieces, *frames.ending),
            )
        return self._answers[wanted]


@contextmanager
def upstream_process() -> Iterator[str]:
    """The upstream in a process of its own; gives OpenAI's base URL."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.upstream"], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


async def _run() -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows has no such handlers
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    runner = web.AppRunner(PreparedOpenAI().app(), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        print(f"http://127.0.0.1:{runner.addresses[0][1]}/v1", flush=True)
        await stop.wait()
    finally:
        await runner.cleanup()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_run())
