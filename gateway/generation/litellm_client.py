"""LiteLLMClient: the wrapper of LiteLLM, and the only module that imports it.

LiteLLM takes seconds to import, so it is loaded in a thread when a person begins a session. Two
ways lead through it: the lean one takes its knowledge of a provider's format, the other its
`acompletion`. What is used of it beyond its documented functions stands in litellm_internals.
"""

import asyncio
import importlib
import logging
import os
import sys
import warnings
from collections.abc import AsyncGenerator
from typing import Any, Literal

from gateway.errors import GatewayError, places_of
from gateway.generation.answer import Ending, Piece
from gateway.generation.lean_way import LeanWay
from gateway.generation.litellm_internals import keep_filtered_text
from gateway.generation.prices import highest_cost
from gateway.generation.request import GenerationRequest, Way
from gateway.generation.sdk_way import SdkWay
from gateway.generation.transport import Transport

State = Literal["cold", "warming", "ready"]

# Read by LiteLLM: nothing is fetched from the web but answers, and no .env file is read.
_ENVIRONMENT = {"LITELLM_OFFLINE_MODE": "true", "LITELLM_MODE": "PRODUCTION"}

# These log prompts and answers.
_MUTED = ("LiteLLM", "openai")

logger = logging.getLogger(__name__)


class LiteLLMClient:
    """Asks a provider once, through LiteLLM, without its retries, fallbacks and callbacks.

    Args:
        timeout: seconds without a byte from the provider before an attempt is given up.
    """

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._loading: asyncio.Task[Any] | None = None
        self._litellm: Any = None
        self._ways: dict[Way, LeanWay | SdkWay] = {}

    @property
    def state(self) -> State:
        """How far LiteLLM is loaded."""
        if self._ways:
            return "ready"
        return "cold" if self._loading is None or self._loading.done() else "warming"

    def warm_up(self) -> None:
        """Begin to load LiteLLM, unless that has begun already."""
        if self.state == "cold":
            self._loading = asyncio.create_task(self._load())

    async def ready(self) -> None:
        """Load LiteLLM, unless it is there already.

        Raises:
            GatewayError: it cannot be loaded.
        """
        self.warm_up()
        if self._loading is not None:
            await asyncio.shield(self._loading)
        if not self._ways:
            raise GatewayError("LiteLLM could not be loaded. Install the gateway's packages anew.")

    def highest_cost(self, request: GenerationRequest) -> float | None:
        """The most, in US dollars, that an answer can cost; None where no price is known.

        LiteLLM must be ready.
        """
        return highest_cost(self._litellm, request)

    def generate(
        self, request: GenerationRequest, candidate: str
    ) -> AsyncGenerator[Piece | Ending, None]:
        """The answer of one model: its pieces, and how it ended. LiteLLM must be ready.

        Args:
            request: what is asked.
            candidate: LiteLLM's id of the model that is asked.

        Raises:
            GatewayError: there is no answer, or it broke off.
        """
        return self._ways[request.upstream.way].generate(request, candidate)

    async def close(self) -> None:
        """Close the connections to the providers."""
        if self._loading is not None:
            await asyncio.wait([self._loading])
        for way in self._ways.values():
            await way.close()

    async def _load(self) -> None:
        try:
            self._litellm, self._ways = await asyncio.to_thread(_load, self._timeout)
        except Exception as error:  # noqa: BLE001 - whoever needs it is told; another try may do
            logger.error("LiteLLM could not be loaded: %s", places_of(error))


def _load(timeout: float) -> tuple[Any, dict[Way, LeanWay | SdkWay]]:
    litellm = _import_litellm()
    return litellm, {"lean": LeanWay(Transport(timeout)), "sdk": SdkWay(litellm, timeout)}


def _import_litellm() -> Any:
    os.environ.update(_ENVIRONMENT)
    for name in _MUTED:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    # What it has not begun yet when a client leaves.
    warnings.filterwarnings("ignore", message=r"coroutine '.*' was never awaited")
    litellm: Any = importlib.import_module("litellm")
    # Otherwise it prints advice with every error.
    litellm.suppress_debug_info = True
    keep_filtered_text()
    # What a provider has not counted is not told, and a tokenizer takes half a second to load.
    litellm.disable_token_counter = True
    # A table's rule is the same piece again and again; what has no end is bounded elsewhere.
    litellm.REPEATED_STREAMING_CHUNK_LIMIT = sys.maxsize
    return litellm
