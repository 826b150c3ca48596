"""Embeddings and single models, asked with OpenAI's SDK."""

import base64
import math
import struct
from collections.abc import AsyncIterator
from typing import Any

import openai
import pytest

from gateway.sandbox import Sandbox
from tests.sandbox.wire import KEY, Wire

SMALL = "text-embedding-3-small"


@pytest.fixture
async def sdk(sandbox: Sandbox) -> AsyncIterator[openai.AsyncOpenAI]:
    async with openai.AsyncOpenAI(
        base_url=sandbox.api_bases["openai"], api_key=KEY, max_retries=0
    ) as client:
        yield client


def likeness(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


async def test_texts_that_share_words_are_near(sdk: openai.AsyncOpenAI) -> None:
    texts = ["the cat sat on the mat", "a cat on a mat", "stock prices fell"]
    answer = await sdk.embeddings.create(model=SMALL, input=texts)
    cat, mat, stock = (one.embedding for one in answer.data)
    assert [one.index for one in answer.data] == [0, 1, 2]
    assert len(cat) == 1536
    assert math.isclose(likeness(cat, cat), 1, abs_tol=1e-5)
    assert likeness(cat, mat) > likeness(cat, stock) + 0.3
    assert answer.model == SMALL
    assert answer.usage.prompt_tokens == answer.usage.total_tokens > 0


async def test_both_encodings_say_the_same(wire: Wire) -> None:
    replies = {
        form: await wire.send(
            "openai",
            "POST",
            "/v1/embeddings",
            json={"model": SMALL, "input": "Hello", "encoding_format": form},
        )
        for form in ("float", "base64")
    }
    plain, encoded = (reply.json["data"][0]["embedding"] for reply in replies.values())
    raw = base64.b64decode(encoded)
    numbers = struct.unpack(f"<{len(raw) // 4}f", raw)
    assert numbers == pytest.approx(plain)


@pytest.mark.parametrize(
    ("given", "count"), [("Hello", 1), (["a", "b"], 2), ([1, 2, 3], 1), ([[1], [2, 3]], 2)]
)
async def test_inputs(sdk: openai.AsyncOpenAI, given: Any, count: int) -> None:
    answer = await sdk.embeddings.create(model=SMALL, input=given, dimensions=256)
    assert [len(one.embedding) for one in answer.data] == [256] * count


@pytest.mark.parametrize(
    ("changes", "status", "message"),
    [
        ({"input": ""}, 400, "'$.input' is invalid."),
        ({"input": []}, 400, "'$.input' is invalid."),
        ({"input": None}, 400, "Missing required parameter: 'input'."),
        ({"dimensions": 9999}, 400, "Invalid value for 'dimensions' = 9999."),
        ({"model": "text-embedding-ada-002", "dimensions": 9}, 400, "This model does not support"),
        ({"model": "gpt-4.1"}, 403, "You are not allowed to generate embeddings"),
        ({"model": "text-embedding-9"}, 404, "The model `text-embedding-9` does not exist"),
        (
            {"encoding_format": "hex"},
            400,
            "Invalid value: 'hex'. Supported values are:",
        ),
        ({"colour": "red"}, 400, "Unrecognized request argument supplied: colour"),
        ({"input": "[[sandbox: rate_limit]]"}, 429, "Rate limit reached"),
    ],
)
async def test_refused(wire: Wire, changes: dict[str, Any], status: int, message: str) -> None:
    asked = {"model": SMALL, "input": "Hello", **changes}
    body = {name: value for name, value in asked.items() if value is not None}
    reply = await wire.send("openai", "POST", "/v1/embeddings", json=body)
    assert reply.status == status
    assert reply.json["error"]["message"].startswith(message)


async def test_no_chat_with_a_model_for_embeddings(wire: Wire) -> None:
    reply = await wire.reply("openai", model=SMALL)
    assert reply.status == 404
    assert reply.json["error"]["message"].startswith("This is not a chat model")


async def test_one_model(sdk: openai.AsyncOpenAI) -> None:
    model = await sdk.models.retrieve("gpt-4.1")
    assert model in (await sdk.models.list()).data
    with pytest.raises(openai.NotFoundError) as caught:
        await sdk.models.retrieve("gpt-9")
    assert (caught.value.code, caught.value.param) == ("model_not_found", "model")
