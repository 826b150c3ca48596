"""A model of a stand-in provider."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Model:
    """One model of a provider's list."""

    id: str
    title: str
    released: str
    """ISO date."""
    input_limit: int
    output_limit: int
    snapshot: str | None = None
    """The dated name that OpenAI answers with."""
    retired: bool = False
    """The provider has switched it off; a sandbox can be started with it all the same."""
    thinks: bool = False
    """Always reasons before it answers; the reasoning tokens are counted."""
    takes_prefill: bool = False
    """Continues a last message of the assistant (Anthropic's older models)."""
    takes_system_messages: bool = False
    """Takes messages of the role `system` after the first (Anthropic's newest models)."""
    signs_calls: bool = False
    """Signs its calls of tools, and asks for the signatures back (Gemini 3)."""
    embeds: int | None = None
    """Makes embeddings of so many numbers, and no answers."""
    shortens: bool = False
    """Makes embeddings of fewer numbers too."""


Models = dict[str, Model]
"""The models that exist at the moment, by id."""


def available(models: Iterable[Model], retired: frozenset[str]) -> Models:
    """Give the models by id, without the retired ones."""
    return {model.id: model for model in models if model.id not in retired}
