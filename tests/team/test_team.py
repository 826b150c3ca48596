"""A team's proxy: the real LiteLLM proxy, in its own environment. `make test-team` runs this."""

import asyncio
import json
import os
import re
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import openai
import pytest

from gateway.sandbox import Sandbox
from gateway.settings import load_settings
from tests.gateway.client import GOOD_KEYS, Client
from tests.gateway.conftest import StartGateway

PROXY = os.environ.get("TEAM_PROXY", "")
PAGE = Path(__file__).parents[2] / "docs" / "teams.md"
MASTER_KEY = "sk-team-9f8e7d6c5b4a39281706"

pytestmark = pytest.mark.skipif(not PROXY, reason="make test-team installs LiteLLM's proxy")


@pytest.fixture
async def proxy(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[str]:
    """The proxy on loopback, with the sandbox as its provider. Gives its address."""
    models = {
        "team-gpt": ("openai/gpt-4.1", "openai"),
        "team-claude": ("anthropic/claude-sonnet-4-6", "anthropic"),
        "team-lost": ("openai/gpt-4", "openai"),  # retired behind the proxy
        "team-keyless": ("openai/gpt-4.1", "openai"),
    }
    config = {
        "model_list": [
            {
                "model_name": name,
                "litellm_params": {
                    "model": model,
                    "api_base": sandbox.api_bases[provider],
                    "api_key": "sk-bad" if name == "team-keyless" else GOOD_KEYS[provider],
                },
            }
            for name, (model, provider) in models.items()
        ],
        "general_settings": {"master_key": MASTER_KEY},
        # The faults are deliberate, so no model may be suspended because of them.
        "router_settings": {"num_retries": 0, "disable_cooldowns": True},
    }
    path = tmp_path / "proxy.yaml"
    path.write_text(json.dumps(config))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (tmp_path / "proxy.log").open("w")
    process = await asyncio.create_subprocess_exec(
        PROXY, "--config", str(path), "--host", "127.0.0.1", "--port", str(port),
        cwd=tmp_path, stdout=log, stderr=log,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "LITELLM_LOCAL_MODEL_COST_MAP": "True",
            "LITELLM_MODE": "PRODUCTION",
        },
    )  # fmt: skip
    try:
        await ready(f"http://127.0.0.1:{port}/health/liveliness", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        await process.wait()
        log.close()


async def ready(url: str, process: asyncio.subprocess.Process) -> None:
    """Wait until the proxy answers. It loads slowly."""
    async with asyncio.timeout(240), aiohttp.ClientSession() as http:
        while process.returncode is None:
            try:
                async with http.get(url) as response:
                    if response.status == 200:
                        return
            except aiohttp.ClientError:
                await asyncio.sleep(0.25)
    raise AssertionError("the proxy has ended")


@pytest.fixture
async def member(
    proxy: str,
    start_gateway: StartGateway,
    tmp_path: Path,
) -> Client:
    """A gateway with the provider table of docs/teams.md, and one for each unusual model."""
    shown = re.search(r"```toml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert shown
    table = shown[1].replace("https://llm.example.com", proxy)
    odd = "".join(
        table.replace("providers.team", f"providers.{name}").replace("team-gpt", f"team-{name}")
        for name in ("claude", "lost", "keyless", "nowhere")
    )
    config = tmp_path / "config.toml"
    config.write_text(table + odd)
    client = await start_gateway(load_settings({}, {"GATEWAY_RETRY_ATTEMPTS": "1"}, config))
    await client.sign_in()
    for provider in ("team", "claude", "lost", "keyless", "nowhere"):
        status, key = await client.put_key(provider, MASTER_KEY)
        assert (status, key["state"]) == (200, "valid")
    return client


async def code_of(client: Client, provider: str, prompt: str, *, stream: bool = False) -> str:
    body = {"provider": provider, "prompt": prompt, "stream": stream}
    async with client.http.post(
        f"{client.address}/generate", json=body, headers=client.headers
    ) as response:
        return str((await response.json())["error"]["code"])


async def test_team(member: Client) -> None:
    for provider, model in (("team", "team-gpt"), ("claude", "team-claude")):
        body = {"provider": provider, "prompt": "[[sandbox: echo]] Hello, 你好"}
        status, answer = await member.call("POST", "/generate", body)
        assert (status, answer["text"]) == (200, "Hello, 你好")
        assert answer["upstream_model"] == model
        assert answer["usage"]["total_tokens"] > 0
        *_, (last, streamed) = await member.events({**body, "stream": True})
        assert (last, streamed["text"]) == ("done", "Hello, 你好")

    status, refused = await member.put_key("team", "sk-nobody-of-the-team-0123")
    assert (status, refused["error"]["code"]) == (401, "key_rejected")
    assert (await member.key_states())["team"] == "valid"

    for stream in (False, True):
        for provider, prompt, code in (
            ("nowhere", "hi", "model_unavailable"),
            ("lost", "hi", "model_unavailable"),
            ("keyless", "hi", "permission_denied"),
            ("team", "[[sandbox: rate_limit]] hi", "rate_limited"),
            ("team", "[[sandbox: no_quota]] hi", "quota_exhausted"),
            ("claude", "[[sandbox: no_quota]] hi", "quota_exhausted"),
            ("team", "[[sandbox: context_too_long]] hi", "context_too_long"),
            ("claude", "[[sandbox: context_too_long]] hi", "context_too_long"),
            ("team", "[[sandbox: content_blocked]] hi", "content_blocked"),
            ("team", "[[sandbox: bad_request]] hi", "invalid_request"),
            ("team", "[[sandbox: server_error]] hi", "provider_error"),
            ("claude", "[[sandbox: overloaded]] hi", "provider_overloaded"),
        ):
            assert (prompt, await code_of(member, provider, prompt, stream=stream)) == (
                prompt,
                code,
            )

    program = await member.program(providers=["team"])
    async with openai.AsyncOpenAI(base_url=f"{member.address}/v1", api_key=program.bearer) as sdk:
        completion = await sdk.chat.completions.create(
            model="team", messages=[{"role": "user", "content": "[[sandbox: echo]] hi"}]
        )
    assert completion.choices[0].message.content == "hi"
