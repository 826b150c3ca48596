"""Models of Gemini, the retired fixed model first."""

from gateway.sandbox.models import Model

MODELS = (
    Model("gemini-1.5-pro", "Gemini 1.5 Pro", "2024-05-24", 2_000_000, 8_192, retired=True),
    Model("gemini-2.5-flash", "Gemini 2.5 Flash", "2025-06-17", 1_048_576, 65_536, thinks=True),
    Model("gemini-2.5-pro", "Gemini 2.5 Pro", "2025-06-17", 1_048_576, 65_536, thinks=True),
    Model(
        "gemini-3.5-flash",
        "Gemini 3.5 Flash",
        "2026-05-19",
        1_048_576,
        65_536,
        thinks=True,
        signs_calls=True,
    ),
    Model(
        "gemini-embedding-001",
        "Gemini Embedding 001",
        "2025-07-14",
        2_048,
        1,
        embeds=3072,
        shortens=True,
    ),
)
