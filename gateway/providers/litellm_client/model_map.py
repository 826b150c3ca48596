"""ModelMap: the models that LiteLLM knows by name, and whose they are."""

import functools
from typing import Any

# Modes of models that are asked by the routes of this gateway.
_MODES = frozenset({"chat", "responses", "embedding"})


JSON_OBJECT = "response_format.json_object"
"""Stands among a model's parameters if it can be asked for any JSON, without a schema."""


class ModelMap:
    """LiteLLM's map of models.

    Args:
        litellm: the loaded LiteLLM.
    """

    def __init__(self, litellm: Any) -> None:
        self._litellm = litellm

    def has(self, prefix: str, model: str) -> bool:
        """Whether the map has a model of that name for LiteLLM's provider of that prefix."""
        return model in self._names(prefix)

    def names(self, prefix: str) -> list[str]:
        """The models of LiteLLM's provider of that prefix, without the prefix, in order."""
        return sorted(self._names(prefix))

    def speaks_openai(self, prefix: str) -> bool:
        """Whether the provider of that prefix has OpenAI's chat completions."""
        return prefix == "openai" or prefix in self._litellm.openai_compatible_providers

    def supported_parameters(self, candidate: str) -> frozenset[str]:
        """What of OpenAI's chat parameters a model can be asked with.

        Args:
            candidate: LiteLLM's id of the model.
        """
        prefix, _, model = candidate.partition("/")
        known = self._litellm.get_supported_openai_params(model=model, custom_llm_provider=prefix)
        # For Anthropic, LiteLLM leaves it out.
        return frozenset(known or ()) | (set() if prefix == "anthropic" else {JSON_OBJECT})

    @functools.cache  # noqa: B019 - one instance, and a handful of prefixes
    def _names(self, prefix: str) -> frozenset[str]:
        return frozenset(
            name.removeprefix(f"{prefix}/")
            for name, entry in self._litellm.model_cost.items()
            if entry.get("litellm_provider") == prefix
            and entry.get("mode") in _MODES
            and not name.startswith("ft:")
        )
