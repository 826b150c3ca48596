"""What answers cost, by LiteLLM's table of prices: what one did cost, and what one can at most.

LiteLLM is handed in, so that nothing here imports it. All sums are in US dollars.
"""

from collections.abc import Callable
from typing import Any

from gateway.generation.answer import Answer
from gateway.generation.request import GenerationRequest

# What a chat's frame adds to its texts, in tokens: more than any provider's.
_FRAME_OF_A_MESSAGE = 16

# Models of the catalogue that LiteLLM's table has dropped, since their providers have retired them.
# https://docs.claude.com/en/docs/about-claude/pricing, https://ai.google.dev/gemini-api/docs/pricing
_RETIRED = {
    "anthropic/claude-3-5-sonnet-20241022": {
        "input_cost_per_token": 3e-06,
        "output_cost_per_token": 1.5e-05,
        "max_output_tokens": 8192,
    },
    "gemini/gemini-1.5-pro": {
        "input_cost_per_token": 2.5e-06,
        "output_cost_per_token": 1e-05,
        "max_output_tokens": 8192,
    },
}

# Surcharges that the gateway never asks for.
_OTHER_TARIFFS = ("_priority", "_flex", "_batches")


CostPerToken = Callable[..., tuple[float, float]]
"""LiteLLM's `cost_per_token`, or what takes its place."""


def cost_of(cost_per_token: CostPerToken, candidate: str, usage: Any) -> float | None:
    """What the usage costs that the provider reported; None where no price is known."""
    try:
        prompt, completion = cost_per_token(model=candidate, usage_object=usage)
    except Exception:  # noqa: BLE001 - it raises a bare Exception where it knows no price
        return None
    cost = float(prompt + completion)
    return cost if cost > 0 else None


def highest_cost(litellm: Any, request: GenerationRequest) -> float | None:
    """The most that an answer to the request can cost; None where no price is known.

    A token is a byte of text at the least, so there are at most as many as bytes. Of an upstream's
    models, any of which may answer, the dearest counts.
    """
    text = sum(len(m.content.encode("utf-8", "surrogatepass")) for m in request.messages)
    prompt_tokens = text + _FRAME_OF_A_MESSAGE * (len(request.messages) + 1)
    highest = 0.0
    for candidate in request.upstream.candidates:
        most = _most(litellm, candidate, prompt_tokens, request.max_tokens)
        if most is None:
            return None
        highest = max(highest, most)
    return highest


def charged_for(answer: Answer, broken: int, most: float) -> float:
    """What the provider charges for a generation that has ended, as far as that can be known.

    Args:
        answer: the answer.
        broken: how many attempts broke off, or were waited for in vain: each may cost all.
        most: the most that one attempt can cost.
    """
    if answer.attempts == 0:
        return 0.0
    if answer.status == "done" and answer.cost_usd is None:
        broken += 1  # whole, but nobody told the price
    return (answer.cost_usd or 0.0) + broken * most


def _most(litellm: Any, candidate: str, prompt_tokens: int, max_tokens: int | None) -> float | None:
    try:
        model: dict[str, Any] = litellm.get_model_info(candidate)
    except Exception:  # noqa: BLE001 - it raises a bare Exception where it does not know the model
        model = _RETIRED.get(candidate, {})
    into = _dearest(model, ("input_cost_per_token",))
    out = _dearest(model, ("output_cost_per_token", "output_cost_per_reasoning_token"))
    answer_tokens = max_tokens or model.get("max_output_tokens")
    if not into or not out or not answer_tokens:
        return None
    return float(prompt_tokens * into + answer_tokens * out)


def _dearest(model: dict[str, Any], prices: tuple[str, ...]) -> float:
    """The highest of some prices and their steps for long prompts; 0 where there is none."""
    steps = (
        value or 0.0
        for name, value in model.items()
        if name.startswith(prices) and not name.endswith(_OTHER_TARIFFS)
    )
    return float(max(steps, default=0.0))
