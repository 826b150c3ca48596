"""Leaks: no part of a known key or prompt occurs in any response, log, output or repr."""

import asyncio
import functools
import itertools
import logging
import secrets
import string
import types
from collections import deque
from collections.abc import Callable

import pytest
from pydantic import SecretStr

from gateway.providers.chat import ChatRequest, Message, Upstream
from gateway.providers.litellm_client.client import _import_litellm
from gateway.sandbox import Sandbox
from gateway.session.keys import StoredKey
from gateway.session.registry import now
from tests.attack.reachable_memory import reachable
from tests.conftest import Tally
from tests.gateway.client import PROVIDERS, Client, gather_few
from tests.gateway.conftest import StartGateway
from tests.gateway.transports import on_both_transports

PREFIXES = {"openai": "sk-proj-", "anthropic": "sk-ant-api03-", "gemini": "AIza"}

FAULTS = (
    "echo",
    "bad_key",
    "suspended",
    "restricted",
    "no_quota",
    "rate_limit",
    "overloaded",
    "context_too_long",
    "content_blocked",
    "model_gone",
    "bad_request",
    "server_error",
    "html",
    "reset",
    "hang",
    "hang_midway",
    "cut",
    "truncated",
    "empty",
    "malformed",
    "error_midway",
)


# Without the letter a: the stand-ins reject every key that contains "bad".
ALPHABET = string.digits + "".join(set(string.ascii_letters) - set("aA"))


def canary(prefix: str, mark: str = "") -> str:
    """A random key with this prefix."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(40))
    return f"{prefix}{mark}{body}"


def slices(secret: str) -> set[str]:
    """Every slice of eight characters."""
    return {secret[start : start + 8] for start in range(len(secret) - 7)}


class Watch:
    """Collects output, and looks for parts of secrets in it."""

    def __init__(self) -> None:
        self.secrets: set[str] = set()
        self.seen: list[str] = []

    def secret(self, text: str, public: str = "") -> str:
        """Look for this text from now on. Its public prefix may be shown."""
        self.secrets |= slices(text.removeprefix(public))
        return text

    def is_clean(self) -> bool:
        """Whether the output holds no part of a secret."""
        everything = "\n".join(self.seen)
        return not any(secret in everything for secret in self.secrets)


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_nothing_of_a_key_or_prompt_comes_out(
    start_gateway: StartGateway,
    provider: str,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    tally: Tally,
) -> None:
    caplog.set_level(logging.DEBUG)
    client = await start_gateway(retry_attempts=1, provider_timeout=0.4)
    await client.sign_in()
    for mark in ("bad-", "restricted-", ""):
        answers, logs = Watch(), Watch()  # an answer may quote its prompt; a log may not
        prefix = PREFIXES[provider]
        key = answers.secret(logs.secret(canary(prefix, mark), prefix + mark), prefix + mark)
        for call in (
            client.put_key(provider, key),
            client.put_key(provider, f"{key[:30]} {key[30:]}"),
            client.call("PUT", f"/keys/{key}", {"api_key": key}),
            client.call("PUT", "/keys/openai", {key: key}),
            client.call("GET", f"/{key}?key={key}"),
            client.call("GET", "/providers"),
            client.call("POST", f"/keys/{provider}/verify"),
        ):
            answers.seen.append(str(await call))
        answers.seen += await gather_few(
            client.generate_text(
                provider=provider,
                prompt=f"{logs.secret(canary('prompt-'), 'prompt-')} [[sandbox: {fault}]] ok",
                stream=stream,
            )
            for fault, stream in itertools.product(FAULTS, (False, True))
        )
        answers.seen.append(str(await client.call("GET", "/generations")))
        out, err = capfd.readouterr()
        logs.seen += [out, err, caplog.text, *(repr(vars(record)) for record in caplog.records)]
        caplog.clear()
        tally(answers.is_clean())
        tally(logs.is_clean())


async def test_watch_sees_what_leaks(tally: Tally) -> None:
    """Watch finds a part of a secret, and ignores its public prefix."""
    watch = Watch()
    key = watch.secret(canary("sk-proj-"), "sk-proj-")
    watch.seen.append(f"sk-proj-…{key[-4:]}")
    tally(watch.is_clean())
    watch.seen.append(key[20:28])
    tally(not watch.is_clean())


async def test_objects_that_hold_secrets_mask_themselves(session: Client, tally: Tally) -> None:
    key = SecretStr(canary("sk-proj-"))
    upstream = Upstream(
        "openai",
        "OpenAI",
        "gpt-4",
        ("openai/gpt-4",),
        "http://x",
        key,
        "direct",
        "openai",
    )
    prompt = canary("prompt-")
    for holder in (
        upstream,
        StoredKey(key, "valid", now(), None),
        Message("user", prompt),
        ChatRequest(upstream, (Message("user", prompt),)),
    ):
        for text in (repr(holder), str(holder), f"{holder}"):
            tally(key.get_secret_value()[8:] not in text and prompt[8:] not in text)


@on_both_transports
async def test_sign_out_leaves_no_key_in_litellm(
    start_gateway: StartGateway, sandbox: Sandbox, tally: Tally
) -> None:
    client = await start_gateway(retry_attempts=1)
    await client.sign_in()
    keys = {provider: canary(prefix) for provider, prefix in PREFIXES.items()}
    for provider, stream in itertools.product(PROVIDERS, (False, True)):
        assert (await client.put_key(provider, keys[provider]))[0] == 200
        for fault in ("long tokens=5", "bad_request", "cut", "server_error"):
            prompt = f"[[sandbox: {fault}]] hi"
            await client.generate_text(provider=provider, prompt=prompt, stream=stream)
    await client.call("DELETE", "/session")
    sandbox.forget()
    left = reachable("litellm", keys.values())
    for key in keys.values():
        tally(key not in left)


async def test_search_finds_what_litellm_holds(
    monkeypatch: pytest.MonkeyPatch, tally: Tally
) -> None:
    """`reachable` finds keys in every kind of object, and only those that are there."""
    litellm = _import_litellm()
    cached, bound, enclosed, awaited, nowhere = keys = [canary("sk-proj-") for _ in range(5)]

    def enclose(key: str) -> Callable[[], str]:
        return lambda: key

    async def wait(key: SecretStr) -> SecretStr:
        await asyncio.get_running_loop().create_future()
        return key

    task = asyncio.create_task(wait(SecretStr(awaited)))
    await asyncio.sleep(0)
    client = types.SimpleNamespace(headers=[f"Bearer {cached}".encode()])
    monkeypatch.setitem(litellm.in_memory_llm_clients_cache.cache_dict, "client", client)
    monkeypatch.setattr(litellm, "success_callback", [functools.partial(print, {1: bound})])
    monkeypatch.setattr(litellm, "input_callback", [enclose(enclosed)])
    monkeypatch.setattr(litellm, "failure_callback", deque([task]))
    found = reachable("litellm", keys)
    task.cancel()
    for key in keys:
        tally((key in found) == (key is not nowhere))
