"""schemathesis generates requests from /openapi.json, valid and invalid ones."""

import os
import sys
from pathlib import Path

from tests.clients.conftest import CLOSING_COUNT, run
from tests.conftest import Record
from tests.gateway.conftest import StartGateway

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


async def test_schemathesis_finds_nothing(
    start_gateway: StartGateway, tmp_path: Path, record_property: Record
) -> None:
    client = await start_gateway(retry_attempts=1, provider_timeout=5)
    status, out, err = await run(
        str(Path(sys.executable).with_name("schemathesis")),
        "--no-color",
        "--config-file",
        str(HERE / "schemathesis.toml"),
        "run",
        f"{client.address}/openapi.json",
        cwd=tmp_path,
        GATEWAY=client.address,
        SCHEMATHESIS_HOOKS="tests.clients.schemathesis_hooks",
        PYTHONPATH=str(ROOT),
        PATH=os.environ["PATH"],
    )
    assert status == 0, out + err
    lines = out.splitlines()
    count = lines[lines.index("Test cases:") + 1].strip()
    assert "passed" in count
    assert "found" not in count
    record_property(CLOSING_COUNT, f"schemathesis: {count}")
