"""ResponseFormatter: one response format for every provider."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from gateway.errors import GatewayError
from gateway.generation.answer import (
    Answer,
    Attempt,
    Ending,
    FinishReason,
    Notice,
    Status,
    Timing,
)
from gateway.generation.request import GenerationRequest
from gateway.generation.transcript import Transcript


class ResponseFormatter:
    """Collects what happens to one generation, and tells how it stands at any moment.

    Args:
        generation_id: the generation's id.
        request: what is asked; it is not kept.
        transcript: what the provider has written.
        clock: monotonic seconds.
    """

    def __init__(
        self,
        generation_id: str,
        request: GenerationRequest,
        transcript: Transcript,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._id = generation_id
        self._provider = request.upstream.provider
        self._model = request.upstream.model
        self._request_id = request.id
        self._transcript = transcript
        self._clock = clock
        self._created_at = datetime.now(UTC).replace(microsecond=0)
        self._started = clock()
        self._first_piece: float | None = None
        self._ended: float | None = None
        self._status: Status = "running"
        self._attempt: Attempt | None = None
        self._ending: Ending | None = None
        self._notices: list[Notice] = []
        self._error: GatewayError | None = None

    def attempt(self, attempt: Attempt) -> None:
        """A model is being asked."""
        self._attempt = attempt

    def piece(self) -> None:
        """A piece has arrived in the transcript."""
        if self._first_piece is None:
            self._first_piece = self._clock()

    def notice(self, notice: Notice) -> None:
        """Something to tell the person beside the answer."""
        self._notices.append(notice)

    def done(self, ending: Ending) -> None:
        """The provider has ended its answer."""
        self._ending = ending
        self._end("done")

    def failed(self, error: GatewayError) -> None:
        """The generation broke off; what arrived before is kept."""
        self._error = error
        self._end("failed")

    def stopped(self) -> None:
        """The person stopped it; what arrived before is kept."""
        self._end("stopped")

    def answer(self) -> Answer:
        """The answer as it stands."""
        ending = self._ending
        return Answer(
            id=self._id,
            status=self._status,
            provider=self._provider,
            model=self._model,
            upstream_model=self._attempt.upstream_model if self._attempt else None,
            text=self._transcript.written("text"),
            reasoning=self._transcript.written("reasoning") or None,
            format="markdown",
            finish_reason=self._finish_reason(),
            usage=ending.usage if ending else None,
            cost_usd=ending.cost_usd if ending else None,
            timing=Timing(
                first_token_ms=self._since_start(self._first_piece),
                total_ms=self._since_start(self._ended or self._clock()) or 0,
            ),
            attempts=self._attempt.number if self._attempt else 0,
            notices=list(self._notices),
            error=self._error.describe(self._request_id) if self._error else None,
            created_at=self._created_at,
        )

    def _end(self, status: Status) -> None:
        self._ended = self._clock()
        self._status = status

    def _finish_reason(self) -> FinishReason | None:
        if self._ending:
            return self._ending.finish_reason
        return "stopped" if self._status == "stopped" else None

    def _since_start(self, moment: float | None) -> int | None:
        return None if moment is None else round((moment - self._started) * 1000)
