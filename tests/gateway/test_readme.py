"""The README's curl commands, run as they are written there."""

import asyncio
import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.gateway.client import GOOD_KEYS, Client

README = Path(__file__).parents[2] / "README.md"


@pytest.mark.skipif(
    sys.platform == "win32" or not shutil.which("curl"), reason="needs bash and curl"
)
async def test_curl_walk_works_as_pasted(client: Client) -> None:
    blocks = re.findall(r"<!-- walk -->\n```bash\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    assert len(blocks) == 2
    script = "".join(blocks).replace("http://127.0.0.1:8765", client.address)
    process = await asyncio.create_subprocess_exec(
        "bash",
        "-c",
        script,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate(GOOD_KEYS["openai"].encode() + b"\n")
    text = out.decode()
    assert process.returncode == 0
    assert '"csrf_token":"' not in text  # half of the session is not shown
    assert '"masked":"sk-proj-…WXYZ"' in text
    assert text.count('"status":"done"') == 2
    assert "event: done" in text
    assert '"error":{' not in text
    assert GOOD_KEYS["openai"] not in text + err.decode()
