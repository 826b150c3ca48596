"""pydantic-ai: OpenAI by both of its APIs, Anthropic and Google."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from pydantic import BaseModel
from pydantic_ai import Agent, ModelHTTPError
from pydantic_ai.models import Model
from pydantic_ai.models.anthropic import AnthropicModel
from pydantic_ai.models.google import GoogleModel
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel
from pydantic_ai.providers.anthropic import AnthropicProvider
from pydantic_ai.providers.google import GoogleProvider
from pydantic_ai.providers.openai import OpenAIProvider

from tests.clients.conftest import ApiAccess
from tests.clients.tasks import MODELS, TASK, Files


class City(BaseModel):
    """What an answer has to look like."""

    name: str
    people: int


def openai(access: ApiAccess) -> OpenAIProvider:
    return OpenAIProvider(base_url=access.base_url, api_key=access.token)


MAKE: dict[str, Callable[[ApiAccess], Model[Any]]] = {
    "responses": lambda access: OpenAIResponsesModel(MODELS["openai"], provider=openai(access)),
    "responses of Claude": lambda access: OpenAIResponsesModel(
        MODELS["anthropic"], provider=openai(access)
    ),
    "responses of Gemini": lambda access: OpenAIResponsesModel(
        MODELS["gemini"], provider=openai(access)
    ),
    "chat": lambda access: OpenAIChatModel(MODELS["openai"], provider=openai(access)),
    "anthropic": lambda access: AnthropicModel(
        MODELS["anthropic"],
        provider=AnthropicProvider(base_url=access.address, api_key=access.token),
    ),
    "google": lambda access: GoogleModel(
        MODELS["gemini"], provider=GoogleProvider(base_url=access.address, api_key=access.token)
    ),
}


@pytest.fixture(params=MAKE)
async def model(any_model: ApiAccess, request: pytest.FixtureRequest) -> AsyncIterator[Model[Any]]:
    async with MAKE[request.param](any_model) as made:
        yield made


@pytest.mark.parametrize("stream", [False, True])
async def test_agent(model: Model[Any], stream: bool) -> None:
    files = Files()
    agent = Agent(model, tools=[files.read_file, files.edit], instructions="Be brief.")
    if stream:
        async with agent.run_stream(TASK) as answer:
            text = await answer.get_output()
            usage = answer.usage
    else:
        run = await agent.run(TASK)
        text, usage = run.output, run.usage
    files.assert_done(text)
    assert usage.requests == 3


async def test_schema(model: Model[Any]) -> None:
    assert isinstance((await Agent(model, output_type=City).run("Which city?")).output, City)


async def test_error(model: Model[Any]) -> None:
    with pytest.raises(ModelHTTPError, match=r"(?i)(api|your).key"):
        await Agent(model).run("[[sandbox: bad_key]] hi")
