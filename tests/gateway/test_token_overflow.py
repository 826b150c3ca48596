"""By how many tokens a prompt is too long, read from each provider's error message."""

import re

import pytest

from gateway.providers.error_replies import token_overflow
from tests.gateway.client import PROVIDERS, Client


@pytest.mark.parametrize(
    ("message", "overflow"),
    [
        (
            "this model's maximum context length is 8192 tokens. however, you requested 10023 "
            "tokens (9000 in the messages, 1023 in the completion).",
            1831,
        ),
        ("prompt is too long: 210000 tokens > 200000 maximum", 10_000),
        ("input length and `max_tokens` exceed context limit: 199000 + 8192 > 200000", 7_192),
        (
            "the input token count (1100000) exceeds the maximum number of tokens allowed "
            "(1048576).",
            51_424,
        ),
        ("prompt is too long", None),
        ("prompt is too long: 5 tokens > 200000 maximum", None),
    ],
)
def test_overflow_is_read_from_the_providers_message(message: str, overflow: int | None) -> None:
    assert token_overflow(message) == overflow


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_error_names_the_overflow(client: Client, provider: str) -> None:
    await client.sign_in()
    await client.put_key(provider)
    body = {"provider": provider, "prompt": "[[sandbox: context_too_long]] hi"}
    _, answer = await client.call("POST", "/generate", body)
    assert re.search(r"by about \d[\d,]* tokens\. Shorten it\.$", answer["error"]["message"])
