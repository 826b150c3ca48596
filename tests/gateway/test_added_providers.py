"""Providers that are not in the catalogue: one table in config.toml, and no line of code."""

from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from gateway.providers.reply_limits import MAX_PLAIN_BYTES
from gateway.sandbox import Sandbox
from gateway.settings import load_settings
from tests.attack.reachable_memory import reachable
from tests.gateway.client import Client
from tests.gateway.conftest import StartGateway

# LiteLLM's prefixes for providers that speak OpenAI's protocol, each through code of its own.
PREFIXES = ("mistral", "groq", "deepseek", "hosted_vllm", "litellm_proxy")


async def started(start_gateway: StartGateway, tmp_path: Path, tables: str) -> Client:
    """A gateway with this config.toml, and a session."""
    config = tmp_path / "config.toml"
    config.write_text(tables)
    client = await start_gateway(load_settings({}, {"GATEWAY_RETRY_ATTEMPTS": "1"}, config))
    await client.sign_in()
    return client


@pytest.mark.parametrize("prefix", PREFIXES)
async def test_one_table_adds_a_provider(
    start_gateway: StartGateway, sandbox: Sandbox, tmp_path: Path, prefix: str
) -> None:
    table = f"""
        [providers.added]
        name = "Added"
        model = "the-model"
        upstream_models = ["{prefix}/gpt-4.1"]
        api_base = "{sandbox.api_bases["openai"]}"
        """
    client = await started(start_gateway, tmp_path, table)
    key = f"sk-{prefix}-Zq81vKp2Rw93Lm45Tx67"
    status, refused = await client.put_key("added", "sk-bad-Zq81vKp2Rw93Lm45Tx67")
    assert (status, refused["error"]["code"]) == (401, "key_rejected")
    status, stored = await client.put_key("added", key)
    assert (status, stored["state"]) == (200, "valid")

    body = {"provider": "added", "prompt": "[[sandbox: echo]] hello"}
    status, answer = await client.call("POST", "/generate", body)
    assert (status, answer["text"], answer["model"]) == (200, "hello", "the-model")
    *_, (name, streamed) = await client.events({**body, "stream": True})
    assert (name, streamed["text"]) == ("done", "hello")
    for fault, code in (("no_quota", "quota_exhausted"), ("model_gone", "model_unavailable")):
        body = {"provider": "added", "prompt": f"[[sandbox: {fault}]] hi"}
        assert (await client.call("POST", "/generate", body))[1]["error"]["code"] == code

    program = await client.program(providers=["added"])
    chat = {"model": "added/the-model", "messages": [{"role": "user", "content": "hi"}]}
    assert (await program.call("POST", "/v1/chat/completions", chat))[0] == 200

    await client.call("DELETE", "/session")
    assert reachable("litellm", [key]) == set()


async def test_local_provider_without_a_key(start_gateway: StartGateway, tmp_path: Path) -> None:
    """Answers as Ollama does, which needs no key."""

    async def answer(request: web.Request) -> web.Response:
        assert (await request.json())["model"] == "llama3.2"
        message = {"role": "assistant", "content": "hello"}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        return web.json_response({"id": "chatcmpl-1", "model": "llama3.2", "choices": [choice]})

    app = web.Application()
    app.router.add_post("/v1/chat/completions", answer)
    async with TestServer(app) as server:
        table = f"""
            [providers.ollama]
            name = "Ollama"
            model = "llama3.2"
            upstream_models = ["openai/llama3.2"]
            api_base = "{server.make_url("/v1")}"
            needs_key = false
            """
        client = await started(start_gateway, tmp_path, table)
        assert (await client.key_states())["ollama"] == "not_needed"
        body = {"provider": "ollama", "prompt": "hi"}
        status, answered = await client.call("POST", "/generate", body)
        assert (status, answered["text"]) == (200, "hello")


# LiteLLM's prefixes for providers with formats of their own, which it asks over its own clients.
OTHER_PREFIXES = ("cohere_chat", "ollama_chat", "azure", "snowflake")


@pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])
@pytest.mark.parametrize("prefix", OTHER_PREFIXES)
async def test_replies_of_every_provider_are_limited(
    start_gateway: StartGateway, tmp_path: Path, prefix: str, stream: bool
) -> None:
    """A redirect, which could carry a key away, is not followed; nothing large is read."""
    asked: list[str] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        text = await request.text()
        if "elsewhere" in request.path:
            return web.json_response({})
        if "redirect" in text:
            raise web.HTTPTemporaryRedirect(f"/elsewhere{request.path}")
        return web.Response(body=b"data: " + b"a" * (MAX_PLAIN_BYTES + 1))

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    async with TestServer(app) as server:
        table = f"""
            [providers.added]
            name = "Added"
            model = "m"
            upstream_models = ["{prefix}/m"]
            api_base = "{server.make_url("/v1")}"
            """
        client = await started(start_gateway, tmp_path, table)
        await client.put_key("added", "sk-Zq81vKp2Rw93Lm45Tx67", allow_unverified=True)
        asked.clear()
        for prompt in ("redirect", "large"):
            body = {"provider": "added", "prompt": prompt, "stream": stream}
            status, refused = await client.call("POST", "/generate", body)
            assert (status, refused["error"]["code"]) == (502, "provider_error")
            assert ("grew beyond" in refused["error"]["message"]) == (prompt == "large")
        assert len(asked) == 2
