"""The cost of an answer equals what LiteLLM's own function gives, for every kind of model."""

import importlib
from typing import Any

import pytest

from gateway.provider_settings import Price, ProviderSettings
from gateway.providers.chat import ChatRequest, Message, Upstream
from gateway.providers.http_client import HttpClient
from gateway.providers.litellm_client import Demand, LiteLLMClient, chat_demand
from gateway.settings import load_settings
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


async def loaded(catalogue: dict[str, ProviderSettings] | None = None) -> LiteLLMClient:
    """LiteLLM as the gateway loads it."""
    client = LiteLLMClient(catalogue or {}, HttpClient(1.0), timeout=1.0)
    await client.ready()
    return client


def usage(**counts: Any) -> Any:
    """A usage as LiteLLM keeps it."""
    total = counts["prompt_tokens"] + counts["completion_tokens"]
    return importlib.import_module("litellm.types.utils").Usage(total_tokens=total, **counts)


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_cost_is_litellms_own(provider: str) -> None:
    client = await loaded()
    litellm = importlib.import_module("litellm")
    reported = [{"total_tokens": u["prompt_tokens"] + u["completion_tokens"], **u} for u in USAGES]
    # Ours leaves out what counts nothing.
    usages = [
        (client.transformations.openai_usage(one), usage(**counts))
        for one, counts in zip(reported, USAGES, strict=True)
    ]
    chats = [
        f"{provider}/{model.removeprefix(f'{provider}/')}"
        for model, known in litellm.model_cost.items()
        if known.get("litellm_provider") == provider and known.get("mode") == "chat"
    ]
    assert len(chats) > 10
    priced = 0
    for model in chats:
        for ours, theirs in usages:
            try:
                own = sum(litellm.cost_per_token(model=model, usage_object=theirs)) or None
            except Exception:  # noqa: BLE001 - a bare one means that no price is known
                own = None
            assert client.prices.cost(provider, model, ours) == own, (model, theirs)
            priced += own is not None
    assert priced > len(chats)


async def test_no_price_is_made_up() -> None:
    client = await loaded()
    spent = usage(prompt_tokens=9, completion_tokens=50)
    for model in ("openai/no-such-model", "groq/no-such-model"):
        assert client.prices.cost("openai", model, spent) is None
        assert client.prices.highest_cost(demand("openai", model), model) is None


def demand(provider: str, *candidates: str, text: str = "", max_tokens: int = 100) -> Demand:
    """A request that one of these models answers."""
    upstream = Upstream(provider, "", "", candidates, "http://x", None, "direct", "openai")
    return chat_demand(ChatRequest(upstream, (Message("user", text),), max_tokens=max_tokens))


def priced_provider(**prices: Price) -> ProviderSettings:
    """A provider with prices of its own."""
    return ProviderSettings(
        name="Own",
        model="m",
        upstream_models=("openai/gpt-4",),
        api_base="http://127.0.0.1:1",
        prices=prices,
    )


async def test_price_of_the_catalogue_is_used_for_both_sums() -> None:
    """For a model that LiteLLM's map does not know, and for this provider's only."""
    price = Price(input_usd_per_million=2, output_usd_per_million=8)
    client = await loaded({"own": priced_provider(m=price), "other": priced_provider()})
    spent = usage(prompt_tokens=1_000_000, completion_tokens=1_000_000)
    assert client.prices.cost("own", "openai/m", spent) == pytest.approx(10)
    assert client.prices.cost("other", "openai/m", spent) is None
    asked = demand("own", "openai/m", text="x" * 1_000_000, max_tokens=1_000_000)
    assert client.prices.highest_cost(asked, "openai/m") == pytest.approx(10, rel=1e-3)


async def test_price_of_the_catalogue_replaces_litellms() -> None:
    """The same model may cost something else at another provider."""
    price = Price(input_usd_per_million=0, output_usd_per_million=0, max_output_tokens=10)
    client = await loaded({"own": priced_provider(**{"openai/gpt-4": price})})
    spent = usage(prompt_tokens=1_000, completion_tokens=1_000)
    assert client.prices.cost("own", "openai/gpt-4", spent) == 0
    assert client.prices.highest_cost(demand("own", "openai/gpt-4"), "openai/gpt-4") == 0
    assert client.prices.cost("openai", "openai/gpt-4", spent) == pytest.approx(0.09)


async def test_long_prompts_cost_what_the_catalogue_says() -> None:
    client = await loaded(load_settings({}, {}).providers)
    gemini = "gemini/gemini-1.5-pro"
    short = usage(prompt_tokens=100_000, completion_tokens=1_000)
    long = usage(prompt_tokens=200_000, completion_tokens=1_000)
    assert client.prices.cost("gemini", gemini, short) == pytest.approx(0.125 + 0.005)
    assert client.prices.cost("gemini", gemini, long) == pytest.approx(0.5 + 0.01)
    cached = usage(
        prompt_tokens=1_000, completion_tokens=0, prompt_tokens_details={"cached_tokens": 900}
    )
    sonnet = "anthropic/claude-3-5-sonnet-20241022"
    assert client.prices.cost("anthropic", sonnet, cached) == pytest.approx(0.003)


async def test_every_model_of_the_catalogue_has_a_price() -> None:
    providers = load_settings({}, {}).providers
    client = await loaded(providers)
    spent = usage(prompt_tokens=9, completion_tokens=50)
    for provider_id, provider in providers.items():
        for model in provider.upstream_models:
            assert client.prices.cost(provider_id, model, spent), model
            assert client.prices.highest_cost(demand(provider_id, model), model), model


async def test_price_alone_keeps_litellms_longest_answer() -> None:
    price = Price(input_usd_per_million=30, output_usd_per_million=60)
    client = await loaded({"team": priced_provider(**{"openai/gpt-4": price})})
    asked = demand("team", "openai/gpt-4", max_tokens=0)
    known = importlib.import_module("litellm").get_model_info("openai/gpt-4")
    expected = known["max_output_tokens"] * 60 / 1e6
    most = client.prices.highest_cost(asked, "openai/gpt-4")
    assert most == pytest.approx(expected, rel=0.2)


async def test_free_model_costs_nothing() -> None:
    price = Price(input_usd_per_million=0, output_usd_per_million=0)
    client = await loaded({"own": priced_provider(m=price)})
    assert client.prices.highest_cost(demand("own", "openai/m", max_tokens=0), "openai/m") == 0


async def test_cached_input_costs_as_much_as_input_in_long_prompts_too() -> None:
    price = Price(
        input_usd_per_million=1,
        output_usd_per_million=1,
        input_usd_per_million_above_128k=10,
        output_usd_per_million_above_128k=10,
    )
    client = await loaded({"own": priced_provider(m=price)})
    spent = usage(
        prompt_tokens=1_000_000,
        completion_tokens=0,
        prompt_tokens_details={"cached_tokens": 500_000},
    )
    assert client.prices.cost("own", "openai/m", spent) == pytest.approx(10)


async def test_price_of_a_model_with_slashes_in_its_name() -> None:
    price = Price(input_usd_per_million=1, output_usd_per_million=1)
    for named in ("openai/meta/llama", "meta/llama"):
        client = await loaded({"own": priced_provider(**{named: price})})
        spent = usage(prompt_tokens=1_000_000, completion_tokens=0)
        assert client.prices.cost("own", "openai/meta/llama", spent) == pytest.approx(1)
