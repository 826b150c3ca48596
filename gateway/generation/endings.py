"""How an answer ends: with its usage and its price, or as none at all."""

from typing import Any

from gateway.generation.answer import Ending, FinishReason, Usage
from gateway.generation.prices import CostPerToken, cost_of
from gateway.generation.provider_errors import content_blocked
from gateway.generation.request import GenerationRequest


def ending_of(
    cost_per_token: CostPerToken,
    request: GenerationRequest,
    candidate: str,
    finish_reason: FinishReason,
    usage: Any,
    *,
    has_text: bool,
) -> Ending:
    """The ending of an answer.

    Args:
        cost_per_token: knows the prices.
        request: what was asked.
        candidate: LiteLLM's id of the model that answered.
        finish_reason: why it ended.
        usage: LiteLLM's object of what the provider reported, if it did.
        has_text: whether any text came.

    Raises:
        ContentBlocked: the provider's filter left nothing of it.
    """
    if finish_reason == "content_filter" and not has_text:
        raise content_blocked(request.upstream)
    if usage is None or not usage.total_tokens:
        return Ending(finish_reason, None, None)
    tokens = Usage(usage.prompt_tokens, usage.completion_tokens, usage.total_tokens)
    return Ending(finish_reason, tokens, cost_of(cost_per_token, candidate, usage))
