"""Google's SDK for Python asks Gemini."""

import asyncio
import base64
from collections.abc import AsyncIterator
from typing import Any

import pytest
from google import genai
from google.genai import errors, types
from pydantic import BaseModel

from gateway.sandbox import Sandbox
from tests.clients.conftest import ApiAccess
from tests.clients.tasks import DOT, MODELS, TASK, Files
from tests.gateway.client import wait_until

# The SDK's own use of aiohttp.
pytestmark = pytest.mark.filterwarnings("ignore:Inheritance class AiohttpClientSession")

MODEL = MODELS["gemini"]


class City(BaseModel):
    """What an answer has to look like."""

    name: str
    people: int


@pytest.fixture
async def sdk(any_model: ApiAccess) -> AsyncIterator[Any]:
    client = genai.Client(
        api_key=any_model.token, http_options=types.HttpOptions(base_url=any_model.address)
    )
    async with client.aio as asynchronous:
        yield asynchronous
    client.close()


async def test_answer(sdk: Any) -> None:
    answer = await sdk.models.generate_content(
        model=MODEL, contents="[[sandbox: echo]] Grüße, 你好 🦊"
    )
    assert answer.text == "Grüße, 你好 🦊"
    assert answer.usage_metadata.total_token_count > 0
    assert answer.model_version == MODEL


async def test_stream(sdk: Any) -> None:
    stream = await sdk.models.generate_content_stream(
        model=MODEL, contents="[[sandbox: echo]] one two three"
    )
    pieces = [piece async for piece in stream]
    assert len(pieces) > 1
    assert "".join(piece.text or "" for piece in pieces) == "one two three"
    assert pieces[-1].candidates[0].finish_reason == types.FinishReason.STOP
    assert pieces[-1].usage_metadata.total_token_count > 0


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("model", [MODEL, "gemini-3.5-flash"])
async def test_functions_that_the_sdk_calls(sdk: Any, stream: bool, model: str) -> None:
    """Of the newer model the SDK gives the calls' signatures back."""
    files = Files()
    asked = {"model": model, "contents": TASK, "config": {"tools": [files.read_file, files.edit]}}
    if stream:
        pieces = [piece async for piece in await sdk.models.generate_content_stream(**asked)]
        text = "".join(piece.text or "" for piece in pieces)
    else:
        text = (await sdk.models.generate_content(**asked)).text
    files.assert_done(text)


async def test_schema(sdk: Any) -> None:
    answer = await sdk.models.generate_content(
        model=MODEL,
        contents="Which city?",
        config={"response_mime_type": "application/json", "response_schema": City},
    )
    assert isinstance(answer.parsed, City)


async def test_picture(sdk: Any) -> None:
    picture = types.Part.from_bytes(data=base64.b64decode(DOT), mime_type="image/png")
    answer = await sdk.models.generate_content(
        model=MODEL, contents=[picture, "[[sandbox: echo]] seen"]
    )
    assert answer.text == "seen"


async def test_counting(sdk: Any) -> None:
    counted = await sdk.models.count_tokens(model=MODEL, contents="one two three")
    assert counted.total_tokens > 0


async def test_embeddings(sdk: Any) -> None:
    for contents in ("one", ["one", "two"]):
        made = await sdk.models.embed_content(
            model="gemini-embedding-001", contents=contents, config={"output_dimensionality": 768}
        )
        assert {len(one.values) for one in made.embeddings} == {768}


async def test_models(sdk: Any) -> None:
    names = [model.name async for model in await sdk.models.list()]
    assert names
    assert all("gpt" not in name and "claude" not in name for name in names)
    for name in names:
        assert (await sdk.models.get(model=name)).name == name
    with pytest.raises(errors.ClientError) as missing:
        await sdk.models.get(model="no-such-model")
    assert missing.value.code == 404


FAULTS = [
    ("bad_key", errors.ClientError, 400, "API key not valid"),
    ("rate_limit", errors.ClientError, 429, "quota"),
    ("model_gone", errors.ClientError, 404, "is not found"),
    ("overloaded", errors.ServerError, 503, "overloaded"),
]


@pytest.mark.parametrize(("fault", "exception", "code", "words"), FAULTS)
async def test_errors_are_the_providers_own(
    sdk: Any, fault: str, exception: Any, code: int, words: str
) -> None:
    with pytest.raises(exception, match=f"(?i){words}") as raised:
        await sdk.models.generate_content(model=MODEL, contents=f"[[sandbox: {fault}]] hi")
    assert raised.value.code == code


async def test_refusals_of_the_gateway(sdk: Any, any_model: ApiAccess) -> None:
    with pytest.raises(errors.ClientError, match="cachedContent"):
        await sdk.models.generate_content(
            model=MODEL, contents="hi", config={"cached_content": "cachedContents/1"}
        )
    await any_model.person.call("DELETE", "/session")
    with pytest.raises(errors.ClientError) as signed_out:
        await sdk.models.generate_content(model=MODEL, contents="hi")
    assert signed_out.value.code in (400, 401)


async def test_cancelled_call_ends_at_the_provider(sdk: Any, sandbox: Sandbox) -> None:
    await sdk.models.list()  # the gateway is ready then
    sandbox.forget()

    async def read() -> None:
        stream = await sdk.models.generate_content_stream(
            model=MODEL, contents="[[sandbox: hang_midway]] hi"
        )
        async for _ in stream:
            pass

    reading = asyncio.create_task(read())
    await wait_until(lambda: bool(sandbox.requests))
    reading.cancel()
    await sandbox.requests[0].wait_ended(2)
    assert sandbox.requests[0].closed_early
