"""A client of the stand-ins that speaks the three wire formats as they are documented."""

import json
from dataclasses import dataclass
from typing import Any

import aiohttp
from multidict import CIMultiDict
from yarl import URL

from gateway.sandbox import Sandbox

KEY = "sk-test-0123456789abcdefghijWXYZ"
TEA = "Compare tea and coffee"
PROVIDERS = ("openai", "anthropic", "gemini")
MODELS = {"openai": "gpt-4.1", "anthropic": "claude-sonnet-4-6", "gemini": "gemini-2.5-pro"}
RETIRED = {
    "openai": "gpt-4",
    "anthropic": "claude-3-5-sonnet-20241022",
    "gemini": "gemini-1.5-pro",
}


@dataclass
class Reply:
    """A whole response."""

    status: int
    headers: CIMultiDict[str]
    raw: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.raw)

    @property
    def events(self) -> list[tuple[str, str]]:
        """The stream's events as (name, data)."""
        return parse_events(self.raw)

    @property
    def data(self) -> list[Any]:
        """The data of the stream's events, without OpenAI's end mark."""
        return [json.loads(data) for _, data in self.events if data != "[DONE]"]


class Wire:
    """Sends requests to the sandbox in each provider's format."""

    def __init__(self, http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
        self.http = http
        self.sandbox = sandbox

    def auth(self, provider: str, key: str | None) -> dict[str, str]:
        if provider == "anthropic":
            return {"anthropic-version": "2023-06-01", **({"x-api-key": key} if key else {})}
        name, value = ("Authorization", f"Bearer {key}")
        if provider == "gemini":
            name, value = ("x-goog-api-key", str(key))
        return {name: value} if key else {}

    def url(self, provider: str, model: str, stream: bool) -> str:
        base = self.sandbox.api_bases[provider]
        if provider == "openai":
            return f"{base}/chat/completions"
        if provider == "anthropic":
            return f"{base}/v1/messages"
        if stream:
            return f"{base}/models/{model}:streamGenerateContent?alt=sse"
        return f"{base}/models/{model}:generateContent"

    def body(self, provider: str, prompt: str, model: str, stream: bool) -> dict[str, Any]:
        if provider == "gemini":
            return {"contents": [{"role": "user", "parts": [{"text": prompt}]}]}
        body: dict[str, Any] = {"model": model, "messages": [{"role": "user", "content": prompt}]}
        if provider == "anthropic":
            body["max_tokens"] = 4096
        if stream:
            body["stream"] = True
        if stream and provider == "openai":
            body["stream_options"] = {"include_usage": True}
        return body

    def ask(
        self,
        provider: str,
        prompt: str = TEA,
        *,
        stream: bool = False,
        model: str | None = None,
        key: str | None = KEY,
        url: str | None = None,
        **changes: Any,
    ) -> Any:
        """Send a prompt; the caller enters the response as a context."""
        model = model or MODELS[provider]
        body = {**self.body(provider, prompt, model, stream), **changes}
        return self.http.post(
            url or self.url(provider, model, stream),
            json={name: value for name, value in body.items() if value is not None},
            headers=self.auth(provider, key),
        )

    async def reply(
        self, provider: str, prompt: str = "Compare tea and coffee", **how: Any
    ) -> Reply:
        async with self.ask(provider, prompt, **how) as response:
            return Reply(response.status, CIMultiDict(response.headers), await response.read())

    async def send(self, provider: str, method: str, path: str, **how: Any) -> Reply:
        """Send any request with a good key; `path` begins after host and port."""
        base = URL(self.sandbox.api_bases[provider]).origin()
        headers = {**self.auth(provider, KEY), **how.pop("headers", {})}
        async with self.http.request(method, f"{base}{path}", headers=headers, **how) as response:
            return Reply(response.status, CIMultiDict(response.headers), await response.read())

    async def models(self, provider: str, key: str | None = KEY, query: str = "") -> Reply:
        base = self.sandbox.api_bases[provider]
        url = f"{base}/v1/models{query}" if provider == "anthropic" else f"{base}/models{query}"
        async with self.http.get(url, headers=self.auth(provider, key)) as response:
            return Reply(response.status, CIMultiDict(response.headers), await response.read())


def parse_events(raw: bytes) -> list[tuple[str, str]]:
    """Read server-sent events as the HTML standard has it."""
    events = []
    name, data = "message", ""
    for line in raw.decode().replace("\r\n", "\n").split("\n"):
        if line == "":
            if data:
                events.append((name, data))
            name, data = "message", ""
        elif line.startswith("event:"):
            name = line.removeprefix("event:").strip()
        elif line.startswith("data:"):
            data += line.removeprefix("data:").strip()
    return events


def text_of(provider: str, reply: Reply, stream: bool) -> str:
    """The answer's text, thinking left out."""
    if provider == "openai":
        if not stream:
            return str(reply.json["choices"][0]["message"]["content"])
        chunks = [chunk for chunk in reply.data if chunk.get("choices")]
        return "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in chunks)
    if provider == "anthropic":
        if not stream:
            return "".join(block.get("text", "") for block in reply.json["content"])
        deltas = [event["delta"] for event in reply.data if event["type"] == "content_block_delta"]
        return "".join(delta.get("text", "") for delta in deltas)
    responses = reply.data if stream else [reply.json]
    parts = [
        part
        for response in responses
        for candidate in response.get("candidates", [])
        for part in candidate["content"]["parts"]
    ]
    return "".join(part["text"] for part in parts if not part.get("thought"))


def finish_of(provider: str, reply: Reply, stream: bool) -> str | None:
    """The provider's finish reason, None if there was none."""
    if provider == "openai":
        choices = [c for body in (reply.data if stream else [reply.json]) for c in body["choices"]]
        return next((c["finish_reason"] for c in choices if c["finish_reason"]), None)
    if provider == "anthropic":
        if not stream:
            return str(reply.json["stop_reason"])
        ends = [event["delta"] for event in reply.data if event["type"] == "message_delta"]
        return next((end["stop_reason"] for end in ends), None)
    responses = reply.data if stream else [reply.json]
    candidates = [c for response in responses for c in response.get("candidates", [])]
    return next((c["finishReason"] for c in candidates if "finishReason" in c), None)
