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


async def test_llm_calls_a_tool_and_keeps_to_a_schema(any_model: ApiAccess, tmp_path: Path) -> None:
    (tmp_path / "extra-openai-models.yaml").write_text(
        f"- model_id: gatehouse\n  model_name: gpt-4.1\n  api_base: {any_model.base_url}\n"
        "  api_key_name: gatehouse\n  supports_tools: true\n  supports_schema: true\n"
    )
    (tmp_path / "keys.json").write_text(json.dumps({"gatehouse": any_model.token}))
    functions = tmp_path / "functions.py"
    functions.write_text("def read_file(path: str) -> str:\n    return open(path).read()\n")
    read = json.dumps({"path": str(functions)})
    for options, expected in (
        (("--functions", str(functions), f"[[sandbox: tool=read_file {read}]] Read."), "def read"),
        (("--schema", "name, people int", "Which city?"), '"people":'),
    ):
        status, out, err = await run(
            *(sys.executable, "-m", "llm", "-m", "gatehouse", *options),
            LLM_USER_PATH=str(tmp_path), HOME=str(tmp_path), LLM_LOAD_PLUGINS="",
        )  # fmt: skip
        assert status == 0, err
        assert expected in out
