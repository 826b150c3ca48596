"""Models of OpenAI, the retired fixed model first."""

from gateway.sandbox.models import Model

MODELS = (
    Model("gpt-4", "GPT-4", "2023-06-27", 8_192, 8_192, "gpt-4-0613", retired=True),
    Model("gpt-4o", "GPT-4o", "2024-05-10", 128_000, 16_384, "gpt-4o-2024-08-06"),
    Model("gpt-4o-mini", "GPT-4o mini", "2024-07-16", 128_000, 16_384, "gpt-4o-mini-2024-07-18"),
    Model("gpt-4.1", "GPT-4.1", "2025-04-10", 1_047_576, 32_768, "gpt-4.1-2025-04-14"),
    Model("gpt-5", "GPT-5", "2025-08-05", 400_000, 128_000, "gpt-5-2025-08-07", thinks=True),
    Model("gpt-5.2", "GPT-5.2", "2025-12-11", 400_000, 128_000, "gpt-5.2-2025-12-11", thinks=True),
    Model(
        "text-embedding-3-small",
        "Embedding 3 small",
        "2024-01-22",
        8_192,
        0,
        embeds=1536,
        shortens=True,
    ),
    Model(
        "text-embedding-3-large",
        "Embedding 3 large",
        "2024-01-22",
        8_192,
        0,
        embeds=3072,
        shortens=True,
    ),
    Model("text-embedding-ada-002", "Embedding Ada 002", "2022-12-16", 8_192, 0, embeds=1536),
)
