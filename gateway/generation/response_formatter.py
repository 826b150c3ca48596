"""ResponseFormatter: one response format for every provider."""

from gateway.generation.answer import Answer, FinishReason, Timing
from gateway.generation.state import GenerationState


class ResponseFormatter:
    """Formats a generation as it stands, at any moment."""

    def answer(self, state: GenerationState) -> Answer:
        """The answer as it stands."""
        ending, attempt, error = state.ending, state.attempt, state.error
        return Answer(
            id=state.id,
            status=state.status,
            provider=state.provider,
            model=state.model,
            upstream_model=attempt.upstream_model if attempt else None,
            text=state.log.written("text"),
            reasoning=state.log.written("reasoning") or None,
            format="markdown",
            finish_reason=_finish_reason(state),
            usage=ending.usage if ending else None,
            cost_usd=ending.cost_usd if ending else None,
            timing=_timing(state),
            attempts=attempt.number if attempt else 0,
            notices=list(state.notices),
            error=error.describe(state.request_id) if error else None,
            created_at=state.created_at,
        )


def _finish_reason(state: GenerationState) -> FinishReason | None:
    if state.ending:
        return state.ending.finish_reason
    return "stopped" if state.status == "stopped" else None


def _timing(state: GenerationState) -> Timing:
    def since_start(moment: float) -> int:
        return round((moment - state.started) * 1000)

    return Timing(
        first_token_ms=None if state.first_piece is None else since_start(state.first_piece),
        total_ms=since_start(state.clock() if state.finished is None else state.finished),
    )
