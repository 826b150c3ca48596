"""The demo: one prompt through each provider, asked as any program on this machine would ask."""

import json
from typing import Any

import aiohttp

from gateway.sandbox import Sandbox
from gateway.session.sealed_cookie import COOKIE_NAME
from gateway.settings import Settings

DEMO_KEY = "sk-proj-demo0123456789abcdefghijklmnopqrstuvwxyz"
_PROMPT = "What is a gatehouse?"


def against_sandbox(settings: Settings, sandbox: Sandbox) -> Settings:
    """The same settings, with every provider that the sandbox can stand in for pointed at it."""
    providers = {
        name: provider.model_copy(update={"api_base": sandbox.api_bases[name]})
        for name, provider in settings.providers.items()
        if name in sandbox.api_bases
    }
    return settings.model_copy(update={"providers": {**settings.providers, **providers}})


async def show_answers(address: str) -> None:
    """Begin a session, enter a key for each provider, send one prompt through each, and print."""
    async with aiohttp.ClientSession(address, cookie_jar=aiohttp.DummyCookieJar()) as http:
        walk = _Walk(http)
        await walk.call("POST", "/session")
        for provider in (await walk.call("GET", "/providers"))["providers"]:
            await walk.call("PUT", f"/keys/{provider['id']}", {"api_key": DEMO_KEY})
            answer = await walk.call(
                "POST", "/generate", {"provider": provider["id"], "prompt": _PROMPT}
            )
            print(f"\n── {provider['name']} ──\n{answer['text'].rstrip()}\n")
            print(json.dumps({k: v for k, v in answer.items() if k != "text"}, ensure_ascii=False))
        await walk.call("DELETE", "/session")
    print(f"\nAny key works here, for example {DEMO_KEY}")
    print("A key with 'bad' in it is rejected, as its provider would reject it.")


class _Walk:
    """A client that keeps the two halves of its session."""

    def __init__(self, http: aiohttp.ClientSession) -> None:
        self._http = http
        self._headers: dict[str, str] = {}

    async def call(self, method: str, path: str, body: object = None) -> Any:
        async with self._http.request(method, path, json=body, headers=self._headers) as response:
            if (cookie := response.cookies.get(COOKIE_NAME)) is not None:
                self._headers["Cookie"] = f"{COOKIE_NAME}={cookie.value}"
            answer = await response.json() if response.status != 204 else {}
            self._headers.setdefault("X-CSRF-Token", answer.get("csrf_token", ""))
            response.raise_for_status()
            return answer
