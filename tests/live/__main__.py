"""Ask the real providers for one short answer each: `make check-live`, for developers.

It finds models that were retired and wire formats that changed. Keys are typed in and kept in a
session of the gateway, which ends with the check.
"""

import asyncio
import sys
from collections.abc import Awaitable
from getpass import getpass
from typing import Any

from gateway.app import create_app
from gateway.sandbox.client import CallError, connect
from gateway.settings import Settings, load_settings
from gateway.web.server import running_gateway

_REQUEST = {"prompt": "Reply with the single word: ready", "max_tokens": 1024}


def main() -> int:
    """Ask for keys, check each provider, and say how it went. Returns the exit status."""
    settings = load_settings({"port": 0})
    print("Keys are not shown, are sent to their provider only, and are stored nowhere.")
    print("Press Enter to skip a provider.\n")
    keys = {
        name: getpass(f"{provider.name} API key: ").strip()
        for name, provider in settings.providers.items()
        if provider.needs_key
    }
    return asyncio.run(_check(settings, {name: key for name, key in keys.items() if key}))


async def _check(settings: Settings, keys: dict[str, str]) -> int:
    failures = 0
    async with (
        running_gateway(create_app(settings), settings.host, settings.port) as address,
        connect(address) as client,
    ):
        for provider, key in keys.items():
            request = {**_REQUEST, "provider": provider}
            for what, step in (
                ("key", client.call("PUT", f"/keys/{provider}", {"api_key": key})),
                ("plain", client.call("POST", "/generate", request)),
                ("stream", client.call("POST", "/generate", {**request, "stream": True})),
            ):
                failures += await _failed(f"{provider:10} {what:7}", step)
    print("\nNothing was checked." if not keys else f"\n{failures} of {3 * len(keys)} failed.")
    return 1 if failures or not keys else 0


async def _failed(label: str, step: Awaitable[Any]) -> bool:
    """Do one step and print how it went."""
    try:
        answer = await step
    except CallError as error:
        print(f"✗ {label} {error.code}: {error}")
        return True
    if "text" not in answer:
        print(f"✓ {label} {answer['state']}")
        return False
    told = f"{answer['upstream_model']}, {answer['usage']}, {answer['finish_reason']}"
    for notice in answer["notices"]:
        told += f"; {notice['message']}"
    print(f"{'✓' if answer['text'] else '✗'} {label} {told}")
    return not answer["text"]


if __name__ == "__main__":
    sys.exit(main())
