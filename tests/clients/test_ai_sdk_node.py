"""The AI SDK for Node: each provider by its own package, OpenAI by both of its APIs."""

import json
import shutil
from pathlib import Path

import pytest

from tests.clients.conftest import ApiAccess, run
from tests.clients.tasks import RETURNED, TASK

HERE = Path(__file__).parent
NODE = shutil.which("node")

WORDS = {
    "responses": "Incorrect API key provided",
    "responses of Claude": "Anthropic does not accept your key",
    "chat": "Incorrect API key provided",
    "anthropic": "invalid x-api-key",
    "bearer": "invalid x-api-key",
    "google": "API key not valid",
}


@pytest.mark.skipif(not (HERE / "node_modules").is_dir(), reason="make test installs its packages")
async def test_node(any_model: ApiAccess) -> None:
    assert NODE
    status, out, err = await run(
        NODE,
        str(HERE / "ai_sdk_node.mjs"),
        BASE_URL=any_model.address,
        TOKEN=any_model.token,
        TASK=TASK,
        RETURNED=json.dumps(RETURNED),
    )
    assert status == 0, err
    result = json.loads(out)
    assert set(result["saw"]) == set(WORDS)
    for name, saw in result["saw"].items():
        for calls, text in (("calls", "done"), ("streamedCalls", "streamed")):
            assert saw[calls] == [["read_file", "a.txt"], ["edit", "a.txt", "ä"]], name
            assert all(word in saw[text] for word in RETURNED.values()), name
        assert saw["pieces"] > 1
        assert set(saw["output"]) == {"name", "people"}
        assert saw["totalTokens"] > 0
        assert saw["error"]["statusCode"] in (400, 401)
        assert WORDS[name] in saw["error"]["message"]
    assert result["embeddings"] == {"openai": [1536, 1536], "google": [3072, 3072]}
