"""LangChain's packages for OpenAI and Anthropic."""

from collections.abc import AsyncIterator
from importlib.resources import files
from typing import Any

import pytest
from langchain_anthropic import ChatAnthropic
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage, ToolMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from pydantic import BaseModel, SecretStr

from gateway.sandbox import Sandbox
from tests.clients.conftest import ApiAccess
from tests.clients.tasks import MODELS, TASK, Files


class City(BaseModel):
    """What an answer has to look like."""

    name: str
    people: int


@pytest.fixture(params=["chat", "responses", "anthropic"])
async def model(
    any_model: ApiAccess, request: pytest.FixtureRequest
) -> AsyncIterator[BaseChatModel]:
    token = SecretStr(any_model.token)
    if request.param == "anthropic":
        claude = ChatAnthropic(
            model_name=MODELS["anthropic"], base_url=any_model.address, api_key=token,
            timeout=None, stop=None,
        )  # fmt: skip
        yield claude
        await claude._async_client.close()
    else:
        gpt = ChatOpenAI(
            model=MODELS["openai"], base_url=any_model.base_url, api_key=token,
            use_responses_api=request.param == "responses", stream_usage=True,
        )  # fmt: skip
        yield gpt
        await gpt.root_async_client.close()


@pytest.mark.parametrize("stream", [False, True])
async def test_tools(model: BaseChatModel, stream: bool) -> None:
    task = Files()
    tools = [tool(task.read_file), tool(task.edit)]
    offered = model.bind_tools(tools)
    messages: list[Any] = [HumanMessage(TASK)]
    while True:
        if stream:
            pieces: list[Any] = [piece async for piece in offered.astream(messages)]
            assert len(pieces) > 1
            answer = pieces[0]
            for piece in pieces[1:]:
                answer += piece
        else:
            answer = await offered.ainvoke(messages)
        assert answer.usage_metadata["total_tokens"] > 0
        messages.append(answer)
        if not answer.tool_calls:
            break
        for call in answer.tool_calls:
            result = getattr(task, call["name"])(**call["args"])
            messages.append(ToolMessage(result, tool_call_id=call["id"]))
    task.assert_done(answer.text)


async def test_schema(model: BaseChatModel) -> None:
    assert isinstance(await model.with_structured_output(City).ainvoke("Which city?"), City)


async def test_embeddings_of_tokens(
    any_model: ApiAccess, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LangChain cuts long texts by itself, and sends tokens instead of text."""
    # The list of tokens, which would otherwise be fetched, comes with LiteLLM.
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(files("litellm.litellm_core_utils.tokenizers")))
    sandbox.forget()
    embeddings = OpenAIEmbeddings(
        model="text-embedding-3-small",
        base_url=any_model.base_url,
        api_key=SecretStr(any_model.token),
    )
    assert [len(one) for one in await embeddings.aembed_documents(["one", "two"])] == [1536] * 2
    sent = [request.body["input"] for request in sandbox.requests if "input" in request.body]
    assert all(isinstance(token, int) for tokens in sent[0] for token in tokens)
    await embeddings.async_client._client.close()
