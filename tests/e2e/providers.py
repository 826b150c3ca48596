"""The three providers and what the tests expect of each."""

from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class Provider:
    """One provider, with a key that its stand-in takes."""

    id: str
    name: str
    model: str
    """The fixed model, as people read it."""
    retired_model: str
    """The fixed model, as the provider calls it."""
    fallback_model: str
    prefix: str
    """What every key of this provider begins with; may be shown."""
    secret: str
    """The rest of the key; only its last four characters may be shown."""
    variable: str
    """How an .env file calls the key."""
    heading: int
    """The level of the heading in the stand-in's answer."""
    closing: str
    """Words from the end of the stand-in's answer."""

    @property
    def key(self) -> str:
        """A key that the stand-in takes."""
        return self.prefix + self.secret

    @property
    def masked(self) -> str:
        """The form in which the key may be shown."""
        return mask(self, self.key)

    @property
    def rejected_key(self) -> str:
        """A key that the stand-in rejects."""
        return f"{self.prefix}bad-{self.secret[::-1]}"


def mask(provider: Provider, key: str) -> str:
    """Give the form in which a key of the provider may be shown."""
    return f"{provider.prefix}…{key[-4:]}"


OPENAI = Provider(
    id="openai",
    name="OpenAI",
    model="gpt-4",
    retired_model="gpt-4",
    fallback_model="gpt-4.1",
    prefix="sk-proj-",
    secret="q8Zt3LrVx0NyKd5GhJm2Pf7WcTe9UoAi4Sk6",
    variable="OPENAI_API_KEY",
    heading=2,
    closing="Would you like this as a checklist instead?",
)
ANTHROPIC = Provider(
    id="anthropic",
    name="Anthropic",
    model="claude-3.5-sonnet",
    retired_model="claude-3-5-sonnet-20241022",
    fallback_model="claude-sonnet-4-6",
    prefix="sk-ant-api03-",
    secret="W4cRj7HxTn2MvQy9LpZs5KdF8gBe3UoAi6Xt",
    variable="ANTHROPIC_API_KEY",
    heading=1,
    closing="I'm happy to go deeper into any of these.",
)
GEMINI = Provider(
    id="gemini",
    name="Gemini",
    model="gemini-1.5-pro-1m",
    retired_model="gemini-1.5-pro",
    fallback_model="gemini-2.5-pro",
    prefix="AIza",
    secret="SyN5rKt8WvXq2LzJh7PmDc4GfTe9BoUi3Ry",
    variable="GEMINI_API_KEY",
    heading=3,
    closing="In short: begin with A, measure, then decide about B.",
)
PROVIDERS = (OPENAI, ANTHROPIC, GEMINI)

for_each_provider = pytest.mark.parametrize(
    "provider", PROVIDERS, ids=[provider.id for provider in PROVIDERS]
)
