"""The cost of an answer equals what LiteLLM's own function gives, for every kind of model."""

import importlib
from typing import Any

import pytest

from gateway.generation.litellm_client import LiteLLMClient
from gateway.generation.litellm_internals import Internals
from gateway.generation.prices import cost_of
from tests.gateway.client import PROVIDERS

# Short and long prompts, across the steps at which prices change; cached input; thinking.
USAGES: tuple[dict[str, Any], ...] = (
    {"prompt_tokens": 9, "completion_tokens": 50},
    {"prompt_tokens": 300_000, "completion_tokens": 8_000},
    {
        "prompt_tokens": 300_000,
        "completion_tokens": 50,
        "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0},
    },
    {
        "prompt_tokens": 1_000,
        "completion_tokens": 700,
        "prompt_tokens_details": {"cached_tokens": 600},
        "completion_tokens_details": {"reasoning_tokens": 500},
    },
    {
        "prompt_tokens": 250_000,
        "completion_tokens": 9,
        "cache_creation_input_tokens": 900,
        "cache_read_input_tokens": 200_000,
    },
)


async def loaded_litellm() -> Any:
    """LiteLLM as the gateway loads it."""
    await LiteLLMClient(1.0).ready()
    return importlib.import_module("litellm")


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_price_equals_litellms_own(provider: str) -> None:
    litellm = await loaded_litellm()
    usage_type: Any = importlib.import_module("litellm.types.utils").Usage
    reported = [{"total_tokens": u["prompt_tokens"] + u["completion_tokens"], **u} for u in USAGES]
    internals = Internals()
    # Ours omits tokens that cost nothing.
    usages = [(internals.usage(one), usage_type(**one)) for one in reported]
    chats = [
        f"{provider}/{model.removeprefix(f'{provider}/')}"
        for model, known in litellm.model_cost.items()
        if known.get("litellm_provider") == provider and known.get("mode") == "chat"
    ]
    assert len(chats) > 10
    priced = 0
    for model in chats:
        for ours, theirs in usages:
            own = cost_of(litellm.cost_per_token, model, theirs)
            assert cost_of(internals.cost_per_token, model, ours) == own, (model, theirs)
            priced += own is not None
    assert priced > len(chats)


async def test_no_price_is_made_up() -> None:
    litellm = await loaded_litellm()
    usage_type: Any = importlib.import_module("litellm.types.utils").Usage
    usage = usage_type(prompt_tokens=9, completion_tokens=50, total_tokens=59)
    for cost_per_token in (litellm.cost_per_token, Internals().cost_per_token):
        assert cost_of(cost_per_token, "openai/no-such-model", usage) is None
