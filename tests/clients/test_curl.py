"""The curl commands of docs/http-api.md, run as written. They cover every route."""

import re
import shutil
import sys
from pathlib import Path

import pytest

from gateway.web.routes import ROUTES
from tests.clients.conftest import run
from tests.gateway.client import GOOD_KEYS, Client

PAGE = Path(__file__).parents[2] / "docs" / "http-api.md"


def script() -> str:
    blocks = re.findall(r"<!-- walk -->\n```bash\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert len(blocks) == 10
    return "".join(blocks)


@pytest.mark.skipif(
    sys.platform == "win32" or not shutil.which("curl"), reason="needs bash and curl"
)
async def test_page_works_as_pasted(client: Client, tmp_path: Path) -> None:
    key = GOOD_KEYS["openai"]
    lines = script().replace("http://127.0.0.1:8765", client.address)
    status, out, err = await run(
        "bash", "-euc", lines, stdin=f"{key}\n", TMPDIR=str(tmp_path), PATH="/usr/bin:/bin"
    )
    assert (status, err) == (0, "")
    assert '"error":{' not in out
    for sign in (
        '"status":"ok"',
        "<title>Gatehouse is running</title>",
        '"identity":{"public_key":"',
        '"openapi":"3.1.0"',
        '"idle_expires_at"',
        '"masked":"sk-proj-…WXYZ"',
        '"name":"my script"',
        '"max_cost_usd":2.0',
        "event: delta",
        "event: done",
        '"generations":[{"id":"gen_',
        '"object":"list"',
        '"object":"chat.completion"',
        '"object":"chat.completion.chunk"',
        '"object":"response"',
        "data: [DONE]",
    ):
        assert sign in out.replace('": ', '":')  # as OpenAI writes it
    assert out.count('"status":"done"') == 8
    assert key not in out
    assert not list(tmp_path.iterdir())  # no file is left behind


def test_page_has_every_call() -> None:
    called = set()
    for line in script().replace("\\\n", "").splitlines():
        path = re.search(r"\$gateway(/[^\s|;)?]*)", line)
        if "curl" in line and path:
            method = re.search(r"-X (\w+)", line)
            default = "POST" if " -d " in line else "GET"
            named = re.sub(r"\$\w+|(?<=/keys/)\w+", "{}", path[1])
            called.add((method[1] if method else default, named))
    # Of the providers' own APIs it shows some.
    of_providers = {call for call in called if call[1].startswith("/v1")}
    assert called - of_providers == {
        (route.method, re.sub(r"{\w+}", "{}", route.path))
        for route in ROUTES
        if not route.path.startswith("/v1")
    }
    assert of_providers
