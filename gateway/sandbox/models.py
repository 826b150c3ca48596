"""The models that the stand-ins know: those that live, and the three that were retired."""

from dataclasses import dataclass

RETIRED_MODELS: frozenset[str] = frozenset(
    {"gpt-4", "claude-3-5-sonnet-20241022", "gemini-1.5-pro"}
)
"""The gateway's fixed models. All three have been switched off by their providers."""


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
    thinks: bool = False
    """Thinks before each answer, and counts it."""
    takes_prefill: bool = False
    """Goes on from a last message of the assistant (Anthropic's older models)."""


OPENAI = (
    Model("gpt-4", "GPT-4", "2023-06-27", 8_192, 8_192, "gpt-4-0613"),
    Model("gpt-4o", "GPT-4o", "2024-05-10", 128_000, 16_384, "gpt-4o-2024-08-06"),
    Model("gpt-4o-mini", "GPT-4o mini", "2024-07-16", 128_000, 16_384, "gpt-4o-mini-2024-07-18"),
    Model("gpt-4.1", "GPT-4.1", "2025-04-10", 1_047_576, 32_768, "gpt-4.1-2025-04-14"),
    Model("gpt-5", "GPT-5", "2025-08-05", 400_000, 128_000, "gpt-5-2025-08-07", thinks=True),
    Model("gpt-5.2", "GPT-5.2", "2025-12-11", 400_000, 128_000, "gpt-5.2-2025-12-11", thinks=True),
)
ANTHROPIC = (
    Model("claude-sonnet-5", "Claude Sonnet 5", "2026-06-30", 1_000_000, 128_000),
    Model("claude-sonnet-4-6", "Claude Sonnet 4.6", "2026-02-17", 1_000_000, 128_000),
    Model("claude-opus-4-6", "Claude Opus 4.6", "2026-02-04", 1_000_000, 128_000),
    Model(
        "claude-haiku-4-5-20251001",
        "Claude Haiku 4.5",
        "2025-10-15",
        200_000,
        64_000,
        takes_prefill=True,
    ),
    Model(
        "claude-3-5-sonnet-20241022",
        "Claude Sonnet 3.5 (New)",
        "2024-10-22",
        200_000,
        8_192,
        takes_prefill=True,
    ),
)
GEMINI = (
    Model("gemini-1.5-pro", "Gemini 1.5 Pro", "2024-05-24", 2_000_000, 8_192),
    Model("gemini-2.5-flash", "Gemini 2.5 Flash", "2025-06-17", 1_048_576, 65_536, thinks=True),
    Model("gemini-2.5-pro", "Gemini 2.5 Pro", "2025-06-17", 1_048_576, 65_536, thinks=True),
    Model("gemini-3.5-flash", "Gemini 3.5 Flash", "2026-05-19", 1_048_576, 65_536, thinks=True),
)

CATALOGUE: dict[str, tuple[Model, ...]] = {
    "openai": OPENAI,
    "anthropic": ANTHROPIC,
    "gemini": GEMINI,
}


def living(provider: str, retired: frozenset[str]) -> dict[str, Model]:
    """Give the provider's models by id, without the retired ones."""
    return {model.id: model for model in CATALOGUE[provider] if model.id not in retired}
