"""Generations after their end: what they still hold, how long they stay, and what bounds them."""

import gc
import itertools

from gateway.generation.request import GenerationRequest, Message, Upstream
from tests.gateway.client import PROVIDERS, Client, parse_events
from tests.gateway.conftest import StartGateway


def alive(*kinds: type) -> list[str]:
    """The types of all living objects of these kinds."""
    gc.collect()
    return [type(thing).__name__ for thing in gc.get_objects() if isinstance(thing, kinds)]


async def begin(client: Client, prompt: str, **fields: object) -> str:
    """Start a detached stream and leave it at once; gives the generation's id."""
    body = {"prompt": prompt, "stream": True, "detach": True, **fields}
    async with client.http.post(
        f"{client.address}/generate", json=body, headers=client.headers
    ) as response:
        (start,) = parse_events((await response.content.readuntil(b"\n\n")).decode())
    return str(start[1]["id"])


async def test_key_and_prompt_are_dropped_at_the_end(start_gateway: StartGateway) -> None:
    """Only the answer stays: no key, no prompt, not even in the frames of an error."""
    client = await start_gateway(retry_attempts=1, provider_timeout=0.3)
    await client.sign_in()
    faults = ("bad_key", "hang", "cut", "truncated", "content_filtered")
    for provider in PROVIDERS:
        await client.put_key(provider)
        for fault, stream in itertools.product(faults, (False, True)):
            body = {"provider": provider, "prompt": f"[[sandbox: {fault}]] hi", "stream": stream}
            async with client.http.post(
                f"{client.address}/generate", json=body, headers=client.headers
            ) as response:
                await response.read()
    assert len((await client.call("GET", "/generations"))[1]["generations"]) == 30
    assert alive(GenerationRequest, Upstream, Message) == []


async def test_key_and_prompt_are_dropped_when_it_is_stopped(ready: Client) -> None:
    stopped = [await begin(ready, "[[sandbox: hang]] hi", provider=name) for name in PROVIDERS]
    assert len(alive(GenerationRequest)) == 3
    for generation in stopped:
        await ready.call("DELETE", f"/generations/{generation}")
    assert alive(GenerationRequest, Upstream, Message) == []
