"""The demo: one prompt through each provider, sent like a script sends it."""

import json

from gateway.sandbox import Sandbox
from gateway.sandbox.client import connect
from gateway.settings import Settings

DEMO_KEY = "sk-proj-demo0123456789abcdefghijklmnopqrstuvwxyz"
_PROMPT = "What is a gatehouse?"


def against_sandbox(settings: Settings, sandbox: Sandbox) -> Settings:
    """The same settings, with the sandbox's addresses for the providers that it stands in for."""
    providers = {
        name: provider.model_copy(update={"api_base": sandbox.api_bases[name]})
        for name, provider in settings.providers.items()
        if name in sandbox.api_bases
    }
    return settings.model_copy(update={"providers": {**settings.providers, **providers}})


async def show_answers(address: str, sandbox: Sandbox) -> None:
    """Begin a session, enter a key for each stand-in, send one prompt to each, and print."""
    async with connect(address) as client:
        for provider in (await client.call("GET", "/providers"))["providers"]:
            if provider["id"] not in sandbox.api_bases:
                continue
            await client.call("PUT", f"/keys/{provider['id']}", {"api_key": DEMO_KEY})
            request = {"provider": provider["id"], "prompt": _PROMPT}
            answer = await client.call("POST", "/generate", request)
            print(f"\n── {provider['name']} ──\n{answer['text'].rstrip()}\n")
            print(json.dumps({k: v for k, v in answer.items() if k != "text"}, ensure_ascii=False))
    print("\nIn the popup any key works here, for example:")
    print(f"    {DEMO_KEY}")
    print("One with 'bad' in it is rejected, as its provider would reject it.")
