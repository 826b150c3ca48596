"""OpenAI's own SDK for Node, which sends its requests with Node's fetch."""

import json
import shutil
from pathlib import Path

import pytest

from gateway.sandbox import Sandbox
from tests.clients.conftest import ApiAccess, run
from tests.clients.tasks import ARGUMENTS, RETURNED, TASK

HERE = Path(__file__).parent
NODE = shutil.which("node")


@pytest.mark.skipif(not (HERE / "node_modules").is_dir(), reason="make test installs its packages")
async def test_node(any_model: ApiAccess, sandbox: Sandbox) -> None:
    assert NODE
    status, out, err = await run(
        NODE,
        str(HERE / "openai_node.mjs"),
        OPENAI_BASE_URL=any_model.base_url,
        OPENAI_API_KEY=any_model.token,
        TASK=TASK,
        RETURNED=json.dumps(RETURNED),
        ARGUMENTS=json.dumps(ARGUMENTS),
    )
    assert status == 0, err
    saw = json.loads(out)
    assert {"gpt-4", "claude-3.5-sonnet", "gemini-1.5-pro-1m"} <= set(saw["models"])

    assert saw["whole"]["choices"][0]["message"]["content"] == "Grüße, 你好 🦊"
    assert saw["whole"]["model"] == "claude-sonnet-4-6"
    assert saw["whole"]["usage"]["total_tokens"] > 0

    *pieces, usage = saw["chunks"]
    text = "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in pieces)
    assert text == "Grüße, 你好 🦊"
    assert pieces[0]["choices"][0]["delta"]["role"] == "assistant"
    assert pieces[-1]["choices"][0]["finish_reason"] == "stop"
    assert usage["usage"]["total_tokens"] > 0
    assert saw["helped"] == "Grüße, 你好 🦊"

    kinds = {name: (error["name"], error["code"]) for name, error in saw["errors"].items()}
    assert kinds == {
        "badKey": ("AuthenticationError", "invalid_api_key"),
        "translatedBadKey": ("AuthenticationError", "key_rejected"),
        "noQuota": ("RateLimitError", "insufficient_quota"),
        "tooLong": ("BadRequestError", "context_length_exceeded"),
        "refused": ("BadRequestError", "invalid_request"),
        "model": ("NotFoundError", "model_not_found"),
        "midway": ("APIError", "provider_overloaded"),
        "stranger": ("AuthenticationError", "invalid_api_key"),
    }
    assert saw["errors"]["refused"]["param"] == "seed"

    passed = saw["passed"]
    assert passed["calls"] == [["read_file", "a.txt"], ["edit", "a.txt", "ä"]]
    assert all(text in passed["done"] for text in RETURNED.values())
    assert passed["events"][-1]["type"] == "response.completed"
    assert passed["events"][-1]["response"]["output"][0]["content"][0]["text"] == "and?"
    assert passed["embeddings"] == [1536, 1536]

    await sandbox.requests[-1].wait_ended(2)
    assert sandbox.requests[-1].closed_early
