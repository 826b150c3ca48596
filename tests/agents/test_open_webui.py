"""Open WebUI answers a chat with its tools attached, one of which the model calls."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, create_subprocess_exec
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
import pytest

from gateway.sandbox import Sandbox
from tests.clients.conftest import ApiAccess

SECONDS = 120
"""It imports PyTorch and makes a database when it starts."""

MODEL = "gpt-4.1"

T = TypeVar("T")


async def until(look: Callable[[], Awaitable[T]]) -> T:
    """Poll until this gives something."""
    async with asyncio.timeout(SECONDS):
        while not (seen := await look()):  # noqa: ASYNC110 - another process tells of no event
            await asyncio.sleep(0.2)
    return seen


@pytest.fixture
async def web_ui(
    installed: Path, any_model: ApiAccess, tmp_path: Path, unused_tcp_port: int
) -> AsyncIterator[aiohttp.ClientSession]:
    """A running Open WebUI whose person has signed in. What it needs of the web is switched off."""
    program = installed / "open-webui" / "bin" / "open-webui"
    if not program.exists():
        pytest.skip("make test-agents installs it")
    process = await create_subprocess_exec(
        *(str(program), "serve", "--host", "127.0.0.1", "--port", str(unused_tcp_port)),
        stdin=DEVNULL,
        stdout=DEVNULL,
        stderr=DEVNULL,
        cwd=tmp_path,
        env={
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "HOME": str(tmp_path),
            "DATA_DIR": str(tmp_path / "data"),
            "OPENAI_API_BASE_URL": any_model.base_url,
            "OPENAI_API_KEY": any_model.token,
            "WEBUI_AUTH": "false",
            "WEBUI_SECRET_KEY": "of this test",
            "OFFLINE_MODE": "true",
            "HF_HUB_OFFLINE": "1",
            "ENABLE_OLLAMA_API": "false",
            "RAG_EMBEDDING_ENGINE": "openai",
            "ANONYMIZED_TELEMETRY": "false",
        },
    )
    try:
        async with aiohttp.ClientSession(f"http://127.0.0.1:{unused_tcp_port}") as http:

            async def answers() -> bool:
                try:
                    async with http.get("/health") as response:
                        return response.ok
                except aiohttp.ClientConnectionError:
                    return False

            await until(answers)
            async with http.post("/api/v1/auths/signin", json={"email": "", "password": ""}) as one:
                token = (await one.json())["token"]
            http.headers["Authorization"] = f"Bearer {token}"
            yield http
    finally:
        process.kill()
        await process.wait()


@pytest.mark.skipif(sys.platform == "win32", reason="its folders are named as on Linux")
async def test_chat_with_tools(web_ui: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    prompt = "[[sandbox: tool=get_current_timestamp {}]] What time is it?"
    user: dict[str, Any] = {
        "id": "1",
        "role": "user",
        "content": prompt,
        "parentId": None,
        "childrenIds": [],
    }
    asked = {
        "model": MODEL,
        "stream": True,
        "messages": [{"role": "user", "content": prompt}],
        "session_id": "s",
        "parent_id": None,
        "user_message": user,
        "message_ids": [{"model_id": MODEL, "message_id": "2"}],
    }
    sandbox.forget()
    async with web_ui.get("/api/models") as response:
        assert MODEL in [one["id"] for one in (await response.json())["data"]]
    async with web_ui.post("/api/chat/completions", json=asked) as response:
        begun = await response.json()
        assert response.ok, begun

    async def answer() -> dict[str, Any]:
        async with web_ui.get(f"/api/v1/chats/{begun['chat_id']}") as response:
            chat = await response.json()
        message = chat["chat"]["history"]["messages"]["2"]
        return message if message.get("done") else {}

    message = await until(answer)
    assert "current_timestamp" in str(message["content"])
    first, second = [
        request.body
        for request in sandbox.requests
        if request.path == "/v1/chat/completions" and request.body.get("tools")
    ]
    assert len(first["tools"]) > 1
    assert second["messages"][-1]["role"] == "tool"
