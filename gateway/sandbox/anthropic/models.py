"""Models of Anthropic, the retired fixed model last."""

from gateway.sandbox.models import Model

MODELS = (
    Model(
        "claude-sonnet-5",
        "Claude Sonnet 5",
        "2026-06-30",
        1_000_000,
        128_000,
        takes_system_messages=True,
    ),
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
        retired=True,
        takes_prefill=True,
    ),
)
