"""LiteLLMClient: the wrapper of LiteLLM, and the only module that imports it.

LiteLLM takes seconds to import, so it is loaded in a thread when a person begins a session. What is
used of it beyond its documented functions stands at the end of this file.
"""

import asyncio
import importlib
import logging
import os
import warnings
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from typing import Any, Literal

import aiohttp

from gateway.errors import GatewayError, places_of
from gateway.generation.answer import Ending, FinishReason, Piece, Usage
from gateway.generation.provider_errors import (
    ProviderReply,
    broken_answer,
    content_blocked,
    timed_out,
    understand,
    unreachable,
)
from gateway.generation.request import GenerationRequest, Upstream

State = Literal["cold", "warming", "ready"]

# Read by LiteLLM while it is imported: no price list from the web, no .env file, no debug output.
_BEFORE_IMPORT = {
    "LITELLM_OFFLINE_MODE": "true",
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    "LITELLM_MODE": "PRODUCTION",
    "LITELLM_LOG": "ERROR",
}

logger = logging.getLogger(__name__)

_FINISH_REASONS: dict[str, FinishReason] = {
    "length": "length",
    "content_filter": "content_filter",
}


class LiteLLMClient:
    """Asks a provider once, through LiteLLM, without its retries, fallbacks and callbacks.

    Args:
        timeout: seconds without a byte from the provider before an attempt is given up.
    """

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._loading: asyncio.Task[Any] | None = None
        self._litellm: Any = None

    @property
    def state(self) -> State:
        """How far LiteLLM is loaded."""
        if self._litellm is not None:
            return "ready"
        return "cold" if self._loading is None else "warming"

    def warm_up(self) -> None:
        """Begin to load LiteLLM, unless that has begun already."""
        if self._loading is None or (self._loading.done() and self._litellm is None):
            self._loading = asyncio.create_task(self._load())

    async def generate(
        self, request: GenerationRequest, candidate: str
    ) -> AsyncGenerator[Piece | Ending, None]:
        """The answer of one model: its pieces, and how it ended.

        Args:
            request: what is asked.
            candidate: LiteLLM's id of the model that is asked.

        Raises:
            GatewayError: there is no answer, or it broke off.
        """
        self.warm_up()
        assert self._loading is not None
        await asyncio.shield(self._loading)
        answer = self._stream if request.stream else self._complete
        async with aclosing(answer(request, candidate)) as pieces:
            async for piece in pieces:
                yield piece

    async def close(self) -> None:
        """Close LiteLLM's connections to the providers."""
        if self._loading is not None:
            await asyncio.wait([self._loading])
        if self._litellm is not None:
            await self._litellm.close_litellm_async_clients()

    async def _load(self) -> None:
        self._litellm = await asyncio.to_thread(_import_litellm)

    async def _complete(
        self, request: GenerationRequest, candidate: str
    ) -> AsyncGenerator[Piece | Ending, None]:
        upstream = request.upstream
        try:
            response = await self._litellm.acompletion(**self._arguments(request, candidate))
            choice = response.choices[0]
        except Exception as error:  # noqa: BLE001 - LiteLLM raises whatever happens to it
            raise _gateway_error(upstream, error, begun=False) from None
        message = choice.message
        piece = Piece(message.content or "", getattr(message, "reasoning_content", None) or "")
        if piece.text or piece.reasoning:
            yield piece
        yield self._ending(
            request, candidate, choice.finish_reason, response.usage, has_text=bool(piece.text)
        )

    async def _stream(
        self, request: GenerationRequest, candidate: str
    ) -> AsyncGenerator[Piece | Ending, None]:
        upstream = request.upstream
        stream = None
        begun = has_text = False
        finish_reason = usage = None
        try:
            async with asyncio.timeout(self._timeout):
                stream = await self._litellm.acompletion(**self._arguments(request, candidate))
            ending_seen = _watch_for_ending(stream)
            while True:
                # LiteLLM does not apply its own timeout to Gemini's streams.
                async with asyncio.timeout(self._timeout):
                    chunk = await anext(stream, None)
                if chunk is None:
                    break
                begun = True
                usage = getattr(chunk, "usage", None) or usage
                for choice in chunk.choices[:1]:
                    finish_reason = choice.finish_reason or finish_reason
                    delta = choice.delta
                    reasoning = getattr(delta, "reasoning_content", None) or ""
                    if delta.content or reasoning:
                        has_text = has_text or bool(delta.content)
                        yield Piece(delta.content or "", reasoning)
        except GeneratorExit:
            raise
        except Exception as error:  # noqa: BLE001 - LiteLLM raises whatever happens to it
            raise _gateway_error(upstream, error, begun=begun) from None
        finally:
            # A cancelled task alone leaves the provider writing.
            if stream is not None:
                await stream.aclose()
        # Without the provider's own word for it, LiteLLM makes up a "stop".
        if not ending_seen():
            raise broken_answer(upstream)
        yield self._ending(request, candidate, finish_reason, usage, has_text=has_text)

    def _arguments(self, request: GenerationRequest, candidate: str) -> dict[str, Any]:
        upstream = request.upstream
        arguments: dict[str, Any] = {
            "model": candidate,
            "messages": [{"role": m.role, "content": m.content} for m in request.messages],
            # Never empty: LiteLLM would look for a key in the environment.
            "api_key": upstream.api_key.get_secret_value() if upstream.api_key else "none",
            "api_base": upstream.api_base,
            "timeout": self._timeout,
            "num_retries": 0,
            "max_retries": 0,
            "drop_params": True,
        }
        if candidate.startswith("openai/"):
            arguments["client"] = _keyless_pool_client(self._litellm, arguments)
        if request.max_tokens is not None:
            arguments["max_tokens"] = request.max_tokens
        if request.temperature is not None:
            arguments["temperature"] = request.temperature
        if request.stream:
            arguments["stream"] = True
            arguments["stream_options"] = {"include_usage": True}
        return arguments

    def _ending(
        self,
        request: GenerationRequest,
        candidate: str,
        finish_reason: str | None,
        usage: Any,
        *,
        has_text: bool,
    ) -> Ending:
        reason = _FINISH_REASONS.get(finish_reason or "", "stop")
        if reason == "content_filter" and not has_text:
            raise content_blocked(request.upstream)
        if usage is None:
            return Ending(reason, None, None)
        tokens = Usage(usage.prompt_tokens, usage.completion_tokens, usage.total_tokens)
        return Ending(reason, tokens, self._cost(candidate, usage))

    def _cost(self, candidate: str, usage: Any) -> float | None:
        try:
            prompt, completion = self._litellm.cost_per_token(model=candidate, usage_object=usage)
        except Exception:  # noqa: BLE001 - it raises a bare Exception where it knows no price
            return None
        cost = float(prompt + completion)
        return cost if cost > 0 else None


def _import_litellm() -> Any:
    os.environ.update(_BEFORE_IMPORT)
    # Its own models make pydantic warn.
    warnings.filterwarnings("ignore", category=DeprecationWarning, module=r"litellm\.")
    warnings.filterwarnings("ignore", message=r".*`ReadOnly` qualifier", category=UserWarning)
    litellm: Any = importlib.import_module("litellm")
    litellm.suppress_debug_info = True
    litellm.telemetry = False
    # They would log prompts and providers' answers, whatever level the gateway logs at.
    for name in ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy", "httpcore", "httpx", "openai"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    # Builds its models now rather than within the first answer.
    litellm.ModelResponse(stream=True)
    return litellm


# What follows knows LiteLLM 1.106 from the inside; its tests say when a new version changes it.


def _keyless_pool_client(litellm: Any, arguments: dict[str, Any]) -> Any:
    """A client for one call to OpenAI's protocol, over LiteLLM's shared connections.

    Left alone, LiteLLM keeps such a client, and the key as text in its name, for an hour.
    """
    import openai

    return openai.AsyncOpenAI(
        api_key=arguments["api_key"],
        base_url=arguments["api_base"],
        timeout=arguments["timeout"],
        max_retries=0,
        http_client=litellm.module_level_aclient.client,
    )


def _watch_for_ending(stream: Any) -> Any:
    """A function that tells whether the provider itself has ended the stream.

    For OpenAI and Anthropic the stream wrapper remembers it. For Gemini, whose call begins with the
    first piece, every piece counts as an ending, so the pieces are looked at before it parses them.
    """
    if stream.make_call is None:
        return lambda: stream.received_finish_reason is not None

    ended = False
    make_call = stream.make_call

    async def make_watched_call(**kwargs: Any) -> Any:
        pieces = await make_call(**kwargs)
        parse = pieces.chunk_parser

        def watch(chunk: Any) -> Any:
            nonlocal ended
            candidates = chunk.get("candidates") or []
            ended = (
                ended
                or any("finishReason" in candidate for candidate in candidates)
                or "blockReason" in (chunk.get("promptFeedback") or {})
            )
            return parse(chunk=chunk)

        pieces.chunk_parser = watch
        return pieces

    stream.make_call = make_watched_call
    return lambda: ended


def _gateway_error(upstream: Upstream, error: Exception, *, begun: bool) -> GatewayError:
    """What LiteLLM's exception stands for, read from the exceptions beneath it."""
    # Comes with LiteLLM; imported here so that it costs nothing before LiteLLM is needed.
    import httpx

    text = ""
    causes = list(_causes(error))
    begun = begun or any(isinstance(cause, aiohttp.ClientPayloadError) for cause in causes)
    for cause in causes:
        if isinstance(cause, TimeoutError | httpx.TimeoutException):
            return timed_out(upstream)
        if isinstance(cause, httpx.HTTPStatusError):
            response = cause.response
            try:
                body = response.text
            except httpx.ResponseNotRead:
                body = text
            return understand(upstream, ProviderReply(response.status_code, body, response.headers))
        if isinstance(cause, httpx.TransportError):
            return broken_answer(upstream) if begun else unreachable(upstream)
        # LiteLLM's exception for what the provider sent inside an answer carries it as its message.
        text = str(getattr(cause, "body", None) or getattr(cause, "message", "") or text)
    logger.info("%s", places_of(causes[-1]))
    return understand(upstream, ProviderReply(None, text))


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        cause = getattr(cause, "original_exception", None) or cause.__cause__ or cause.__context__
