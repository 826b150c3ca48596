"""GET /health, and its report of how far LiteLLM has been loaded."""

import asyncio

from gateway import CONTRACT, __version__
from tests.gateway.client import PROVIDERS, Client


async def health(client: Client) -> dict[str, object]:
    status, body = await client.call("GET", "/health")
    assert status == 200
    return dict(body)


async def test_tells_version_start_and_litellm(client: Client) -> None:
    body = await health(client)
    assert set(body) == {"status", "version", "contract", "started_at", "litellm", "transports"}
    assert (body["status"], body["version"], body["contract"]) == ("ok", __version__, CONTRACT)
    assert body["transports"] == dict.fromkeys(PROVIDERS, "direct")


async def test_litellm_is_loaded_when_a_session_begins(client: Client) -> None:
    assert (await health(client))["litellm"] == "cold"
    await client.sign_in()
    assert (await health(client))["litellm"] in ("warming", "ready")
    async with asyncio.timeout(30):
        while (await health(client))["litellm"] != "ready":  # noqa: ASYNC110 - over HTTP
            await asyncio.sleep(0.05)
