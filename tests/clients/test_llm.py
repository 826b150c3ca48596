"""The `llm` command, configured for the gateway with extra-openai-models.yaml."""

import json
import sys
from pathlib import Path

from tests.clients.conftest import ApiAccess, run


async def test_llm(api: ApiAccess, tmp_path: Path) -> None:
    models = [
        f"- model_id: gatehouse-{provider}\n  model_name: {provider}\n"
        f"  api_base: {api.base_url}\n  api_key_name: gatehouse\n"
        for provider in ("openai", "anthropic")
    ]
    (tmp_path / "extra-openai-models.yaml").write_text("".join(models))
    (tmp_path / "keys.json").write_text(json.dumps({"gatehouse": api.token}))

    async def llm(*arguments: str) -> tuple[int, str, str]:
        return await run(
            sys.executable, "-m", "llm", *arguments,
            LLM_USER_PATH=str(tmp_path), HOME=str(tmp_path), LLM_LOAD_PLUGINS="",
        )  # fmt: skip

    prompt = "[[sandbox: echo]] Hello, 你好"
    for options in (
        ("-m", "gatehouse-openai", "-s", "Be short."),
        ("-m", "gatehouse-anthropic", "--no-stream"),
        ("-c",),  # the conversation goes on
    ):
        status, out, err = await llm(*options, "-u", prompt)
        assert (status, out.strip()) == (0, "Hello, 你好"), err
        assert "input" in err  # the tokens that -u shows

    status, out, err = await llm("-m", "gatehouse-openai", "[[sandbox: no_quota]] hi")
    assert status != 0
    assert "exceeded your current quota" in err  # OpenAI's own words
    assert "Traceback" not in err + out
