"""LiteLLMClient: the wrapper of LiteLLM, and the only module that imports it.

LiteLLM takes seconds to import, so it is loaded in a thread when a person begins a session. What is
used of it beyond its documented functions stands in litellm_internals.
"""

import asyncio
import importlib
import logging
import os
import sys
import warnings
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, Literal

from gateway.errors import GatewayError, places_of
from gateway.generation.answer import Ending, FinishReason, Piece, Usage
from gateway.generation.litellm_internals import (
    forget_pieces,
    gateway_error,
    is_lazy,
    keyless_pool_client,
    usage_was_reported,
    watch_for_ending,
)
from gateway.generation.provider_errors import broken_answer, content_blocked
from gateway.generation.request import GenerationRequest
from gateway.generation.surrogates import SurrogateJoiner

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
        return "cold" if self._loading is None or self._loading.done() else "warming"

    def warm_up(self) -> None:
        """Begin to load LiteLLM, unless that has begun already."""
        if self.state == "cold":
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
        if self._loading is not None:
            await asyncio.shield(self._loading)
        if self._litellm is None:
            raise GatewayError("LiteLLM could not be loaded. Install the gateway's packages anew.")
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
        try:
            self._litellm = await asyncio.to_thread(_import_litellm)
        except Exception as error:  # noqa: BLE001 - whoever needs it is told; another try may do
            logger.error("LiteLLM could not be loaded: %s", places_of(error))

    async def _complete(
        self, request: GenerationRequest, candidate: str
    ) -> AsyncGenerator[Piece | Ending, None]:
        upstream = request.upstream
        try:
            response = await self._litellm.acompletion(**self._arguments(request, candidate))
            choice = response.choices[0]
        except Exception as error:  # noqa: BLE001 - LiteLLM raises whatever happens to it
            raise gateway_error(upstream, error, begun=False) from None
        message = choice.message
        piece = Piece(
            SurrogateJoiner().feed(message.content or ""),
            SurrogateJoiner().feed(getattr(message, "reasoning_content", None) or ""),
        )
        if message.content is None and choice.finish_reason == "stop":
            raise broken_answer(upstream)
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
        join_text, join_reasoning = SurrogateJoiner(), SurrogateJoiner()
        try:
            stream = await self._litellm.acompletion(**self._arguments(request, candidate))
            ending_seen = watch_for_ending(stream)
            # LiteLLM's timeout counts bytes, as it should, but it forgets it for lazy streams.
            patience = self._timeout if is_lazy(stream) else None
            while True:
                async with asyncio.timeout(patience):
                    chunk = await anext(stream, None)
                if chunk is None:
                    break
                begun = True
                forget_pieces(stream)
                usage = getattr(chunk, "usage", None) or usage
                for choice in chunk.choices[:1]:
                    finish_reason = choice.finish_reason or finish_reason
                    delta = choice.delta
                    text = join_text.feed(delta.content or "")
                    reasoning = join_reasoning.feed(getattr(delta, "reasoning_content", None) or "")
                    if text or reasoning:
                        has_text = has_text or bool(text)
                        yield Piece(text, reasoning)
        except GeneratorExit:
            raise
        except Exception as error:  # noqa: BLE001 - LiteLLM raises whatever happens to it
            raise gateway_error(upstream, error, begun=begun) from None
        finally:
            # A cancelled task alone leaves the provider writing.
            if stream is not None:
                await stream.aclose()
        # Without the provider's own word for it, LiteLLM makes up a "stop".
        if not ending_seen():
            raise broken_answer(upstream)
        if not usage_was_reported(stream):
            usage = None
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
            arguments["client"] = keyless_pool_client(self._litellm, arguments)
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
        if usage is None or not usage.total_tokens:
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
    # What it has not begun yet when a client leaves.
    warnings.filterwarnings("ignore", message=r"coroutine '.*' was never awaited")
    warnings.filterwarnings("ignore", message=r".*`ReadOnly` qualifier", category=UserWarning)
    litellm: Any = importlib.import_module("litellm")
    litellm.suppress_debug_info = True
    litellm.telemetry = False
    # A table's rule is the same piece again and again; what has no end is bounded elsewhere.
    litellm.REPEATED_STREAMING_CHUNK_LIMIT = sys.maxsize
    # They would log prompts and providers' answers, whatever level the gateway logs at.
    for name in ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy", "httpcore", "httpx", "openai"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    # Builds its models now rather than within the first answer.
    litellm.ModelResponse(stream=True)
    return litellm
