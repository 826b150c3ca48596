"""What answers cost: what one did cost, and what one can cost at most. All sums in US dollars.

Prices come from LiteLLM's map, and from the catalogue where it says one; those are registered in
LiteLLM's map, so that both sums have one source.
"""

import functools
import math
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gateway.provider_settings import Price, ProviderSettings
from gateway.providers.chat import ChatRequest, model_name

NAMES = {
    "generic_cost_per_token": (
        "litellm.litellm_core_utils.llm_cost_calc.utils:generic_cost_per_token"
    ),
    "anthropic_cost_per_token": "litellm.llms.anthropic.cost_calculation:cost_per_token",
}

# What the frame of a message adds to its text, in tokens: more than any provider's.
_TOKENS_PER_MESSAGE = 16

_MILLION = 1_000_000

# Prices of service tiers that the gateway never asks for.
_OTHER_TARIFFS = ("_priority", "_flex", "_batches")

# Models whose answers are tokens. Of others, such as those that paint, the map may have a price of
# tokens as well, which is not what they cost.
_MODES = (None, "chat", "completion", "responses", "embedding")


@dataclass(frozen=True, slots=True)
class Demand:
    """What decides the highest cost of a request.

    `prompt_tokens` is the most that the prompt can have, without its files: those are bounded by
    the model's window alone. `max_tokens` is None where the request sets no limit. `writes_cache`
    says that the prompt may be written to the provider's cache, which can cost more.
    """

    provider: str
    prompt_tokens: int
    max_tokens: int | None
    files: int = 0
    answers: int = 1
    writes_cache: bool = False


@dataclass(frozen=True, slots=True)
class _Most:
    """The most that an answer of one model can cost: its prompt, and each of so many tokens."""

    prompt: float
    per_token: float
    tokens: int

    @property
    def total(self) -> float:
        return self.prompt + self.per_token * self.tokens


# What an answer is made of where it is asked for as text. A few models add pictures unasked.
_OUTPUTS = (
    "output_cost_per_token",
    "output_cost_per_reasoning_token",
    "output_cost_per_image_token",
    "output_cost_per_video_token",
)


class Prices:
    """The prices of every model.

    Args:
        litellm: the loaded LiteLLM.
        catalogue: the providers by id; their own prices are registered.
    """

    def __init__(self, litellm: Any, catalogue: Mapping[str, ProviderSettings]) -> None:
        self._litellm = litellm
        self._generic: Any = pkgutil.resolve_name(NAMES["generic_cost_per_token"])
        self._anthropic: Any = pkgutil.resolve_name(NAMES["anthropic_cost_per_token"])
        self._registered = set[str]()
        for provider_id, provider in catalogue.items():
            for model, price in provider.prices.items():
                self._register(_own_name(provider_id, model), price)

    def cost(self, provider_id: str, candidate: str, usage: Any) -> float | None:
        """What the usage costs; None where no price is known.

        Args:
            provider_id: the provider's id in the catalogue.
            candidate: LiteLLM's id of the model that answered.
            usage: LiteLLM's object of what the provider reported.
        """
        try:
            prompt, completion = self._cost_per_token(provider_id, candidate, usage)
        except Exception:  # noqa: BLE001 - LiteLLM raises a bare Exception where it knows no price
            return None
        cost = float(prompt + completion)
        if not 0 <= cost < math.inf:
            return None  # by a usage that cannot be true
        # In LiteLLM's map 0 means an unknown price, in the catalogue a free model.
        from_catalogue = self._name_in_map(provider_id, candidate) in self._registered
        return cost if cost > 0 or from_catalogue else None

    def highest_cost(self, demand: Demand, candidate: str) -> float | None:
        """The most that this model's answer can cost; None without a known price."""
        most = self._most(demand, candidate)
        return None if most is None else most.total

    def affordable_tokens(self, demand: Demand, candidate: str, budget: float) -> int:
        """The highest `max_tokens` with which this model's answer costs no more than `budget`."""
        most = self._most(demand, candidate)
        if most is None or most.prompt > budget:
            return 0
        return int((budget - most.prompt) / most.per_token) if most.per_token else most.tokens

    def _register(self, name: str, price: Price) -> None:
        """Add a price of the catalogue to LiteLLM's map. Cached input costs as much as input."""
        above = price.input_usd_per_million_above_128k
        per_million = {
            "input_cost_per_token": price.input_usd_per_million,
            "output_cost_per_token": price.output_usd_per_million,
            "cache_read_input_token_cost": price.input_usd_per_million,
            "cache_creation_input_token_cost": price.input_usd_per_million,
            "input_cost_per_token_above_128k_tokens": above,
            "cache_read_input_token_cost_above_128k_tokens": above,
            "cache_creation_input_token_cost_above_128k_tokens": above,
            "output_cost_per_token_above_128k_tokens": price.output_usd_per_million_above_128k,
        }
        entry: dict[str, Any] = {
            field: value / _MILLION for field, value in per_million.items() if value is not None
        }
        if price.max_output_tokens is not None:
            entry["max_output_tokens"] = price.max_output_tokens
        self._litellm.register_model(
            {name: {**entry, "litellm_provider": "openai", "mode": "chat"}}
        )
        self._registered.add(name)

    def _cost_per_token(self, provider_id: str, candidate: str, usage: Any) -> tuple[float, float]:
        """LiteLLM's price of a usage, for prompt and completion.

        The first two cases take a third of the time of litellm.cost_per_token.

        Raises:
            Exception: no price is known.
        """
        litellm_provider, _, model = candidate.partition("/")
        name = self._name_in_map(provider_id, candidate)
        cost: tuple[float, float]
        if name in self._registered or litellm_provider in ("openai", "gemini"):
            cost = self._generic(model, usage, litellm_provider, model_info=self._info(name))
        elif litellm_provider == "anthropic":
            cost = self._anthropic(model, usage, model_info=self._info(name))
        else:
            cost = self._litellm.cost_per_token(model=candidate, usage_object=usage)
        return cost

    @functools.cache  # noqa: B019 - one instance, and a handful of models
    def _info(self, name: str) -> dict[str, Any]:
        """What LiteLLM's map has of a model, without the hundred fields that are None.

        Raises:
            Exception: the map does not have it.
        """
        known: dict[str, Any] = self._litellm.get_model_info(name)
        return {field: value for field, value in known.items() if value is not None}

    def _name_in_map(self, provider_id: str, candidate: str) -> str:
        """The model's name in LiteLLM's map: the registered one where the catalogue has a price."""
        own = (_own_name(provider_id, model) for model in (candidate, model_name(candidate)))
        return next((name for name in own if name in self._registered), candidate)

    def _most(self, demand: Demand, candidate: str) -> "_Most | None":
        name = self._name_in_map(demand.provider, candidate)
        try:
            model = self._info(name)
        except Exception:  # noqa: BLE001 - LiteLLM raises a bare Exception for an unknown model
            return None
        if model.get("mode") not in _MODES:
            return None
        inputs = ["input_cost_per_token", "input_cost_per_image_token"]
        if demand.files:
            inputs += ["input_cost_per_audio_token", "input_cost_per_video_token"]
        if demand.writes_cache:
            inputs.append("cache_creation_input_token_cost")
        into = _dearest(model, tuple(inputs))
        out = _dearest(model, _OUTPUTS)
        if name in self._registered and into == out == 0:
            return _Most(0, 0, 0)
        window = model.get("max_input_tokens")
        prompt = window if demand.files else demand.prompt_tokens
        if not into or not prompt:
            return None
        if model.get("mode") == "embedding":
            # Each of many inputs may be as long as the window.
            return _Most(prompt * max(1, demand.files) * into, 0, 0)
        tokens = demand.max_tokens or model.get("max_output_tokens") or self._longest(candidate)
        if not out or not tokens:
            return None
        return _Most(prompt * into, out * demand.answers, tokens)

    def _longest(self, candidate: str) -> int | None:
        """The longest answer by LiteLLM's own entry of the model, None where it has none."""
        try:
            longest: int | None = self._info(candidate).get("max_output_tokens")
        except Exception:  # noqa: BLE001 - as above
            return None
        return longest


def chat_demand(request: ChatRequest) -> Demand:
    """What decides the highest cost of a chat.

    A token is at least one byte of text, so a prompt has at most as many tokens as bytes.
    """
    text = sum(len(m.content.encode("utf-8", "surrogatepass")) for m in request.messages)
    return Demand(
        provider=request.upstream.provider,
        prompt_tokens=text + _TOKENS_PER_MESSAGE * (len(request.messages) + 1),
        max_tokens=request.max_tokens,
    )


def _own_name(provider_id: str, model: str) -> str:
    """The name under which a provider's own price stands in LiteLLM's map.

    With the provider's id, since two providers may charge differently for a model of one name; and
    with a prefix that LiteLLM does not take for one of its own providers.
    """
    return f"gatehouse-{provider_id}/{model}"


def _dearest(model: Mapping[str, Any], prices: tuple[str, ...]) -> float:
    """The highest of some prices and their steps for long prompts; 0 where there is none."""
    steps = (
        value or 0.0
        for name, value in model.items()
        if name.startswith(prices) and not name.endswith(_OTHER_TARIFFS)
    )
    return float(max(steps, default=0.0))
