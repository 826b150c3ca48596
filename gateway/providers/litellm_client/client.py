"""LiteLLMClient: loads LiteLLM, and hands out what the gateway uses of it.

LiteLLM takes seconds to import, so it is loaded in a thread when a person begins a session.
"""

import asyncio
import gc
import importlib
import logging
import os
import sys
import warnings
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from gateway.errors import GatewayError, places_of
from gateway.provider_settings import ProviderSettings
from gateway.providers.chat import ChatRequest, ReadEnding, Reading, Upstream
from gateway.providers.http_client import HttpClient
from gateway.providers.litellm_client.completion import Completion
from gateway.providers.litellm_client.model_map import ModelMap
from gateway.providers.litellm_client.prices import Prices
from gateway.providers.litellm_client.transformations import Transformations
from gateway.providers.litellm_client.translation import AnswerShape, TranslatedPiece

State = Literal["cold", "warming", "ready"]

# Read by LiteLLM: it fetches nothing from the web but answers, and reads no .env file.
_ENVIRONMENT = {
    "LITELLM_OFFLINE_MODE": "true",
    "LITELLM_MODE": "PRODUCTION",
    # The text of its exceptions is shown to nobody. Searching it for keys takes a second for each
    # MiB of the reply that it quotes.
    "LITELLM_DISABLE_REDACT_SECRETS": "true",
}

# These log prompts and answers.
_MUTED = ("LiteLLM", "openai")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Loaded:
    transformations: Transformations
    prices: Prices
    models: ModelMap
    completion: Completion


class LiteLLMClient:
    """What the gateway uses of LiteLLM, without its retries, fallbacks and callbacks.

    Args:
        catalogue: the providers by id, some with prices of their own.
        http: has the connections.
        timeout: seconds without a byte from the provider before an attempt is given up.
    """

    def __init__(
        self, catalogue: Mapping[str, ProviderSettings], http: HttpClient, timeout: float
    ) -> None:
        self._catalogue = catalogue
        self._http = http
        self._timeout = timeout
        self._loading: asyncio.Task[None] | None = None
        self._loaded: _Loaded | None = None

    @property
    def state(self) -> State:
        """How far LiteLLM is loaded."""
        if self._loaded is not None:
            return "ready"
        return "cold" if self._loading is None or self._loading.done() else "warming"

    @property
    def transformations(self) -> Transformations:
        """LiteLLM's knowledge of the wire formats. LiteLLM must be ready."""
        return self._ready.transformations

    @property
    def prices(self) -> Prices:
        """What answers cost. LiteLLM must be ready."""
        return self._ready.prices

    @property
    def models(self) -> ModelMap:
        """The models that LiteLLM knows. LiteLLM must be ready."""
        return self._ready.models

    def warm_up(self) -> None:
        """Begin to load LiteLLM, unless that has begun already."""
        if self.state == "cold":
            self._loading = asyncio.create_task(self._load())

    async def ready(self) -> None:
        """Load LiteLLM, unless it is loaded already.

        Raises:
            GatewayError: it cannot be loaded.
        """
        self.warm_up()
        if self._loading is not None:
            await asyncio.shield(self._loading)
        if self._loaded is None:
            raise GatewayError("LiteLLM could not be loaded. Install the gateway's packages anew.")

    def complete(
        self, request: ChatRequest, candidate: str, read_ending: ReadEnding | None
    ) -> AsyncGenerator[Reading, None]:
        """The answer of one model by LiteLLM's acompletion; see Completion.ask."""
        return self._ready.completion.ask(request, candidate, read_ending)

    def translate(
        self,
        upstream: Upstream,
        candidate: str,
        parameters: Mapping[str, Any],
        shape: AnswerShape,
        read_ending: ReadEnding | None,
    ) -> AsyncGenerator[TranslatedPiece, None]:
        """The answer of one model to a chat in OpenAI's terms; see Completion.translate."""
        completion = self._ready.completion
        return completion.translate(upstream, candidate, parameters, shape, read_ending)

    def supported_parameters(self, candidate: str) -> frozenset[str]:
        """What of OpenAI's chat parameters the model can be asked with. LiteLLM must be ready."""
        return self._ready.models.supported_parameters(candidate)

    async def close(self) -> None:
        """Close the connections to the providers."""
        if self._loading is not None:
            await asyncio.wait([self._loading])
        if self._loaded is not None:
            await self._loaded.completion.close()

    @property
    def _ready(self) -> _Loaded:
        assert self._loaded is not None, "await ready() first"
        return self._loaded

    async def _load(self) -> None:
        try:
            self._loaded = await asyncio.to_thread(
                _load, self._catalogue, self._http, self._timeout
            )
        except Exception as error:  # noqa: BLE001 - the next call tries again and reports it
            logger.error("LiteLLM could not be loaded: %s", places_of(error))


def _load(catalogue: Mapping[str, ProviderSettings], http: HttpClient, timeout: float) -> _Loaded:
    litellm = _import_litellm()
    # LiteLLM's objects are left out of garbage collection. Going through all of them takes 0.2 s,
    # in which nobody is answered, whenever a large body is parsed.
    gc.freeze()
    return _Loaded(
        Transformations(),
        Prices(litellm, catalogue),
        ModelMap(litellm),
        Completion(litellm, http, timeout),
    )


def _import_litellm() -> Any:
    os.environ.update(_ENVIRONMENT)
    for name in _MUTED:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    # When a client leaves, LiteLLM may drop a coroutine that it has not begun.
    warnings.filterwarnings("ignore", message=r"coroutine '.*' was never awaited")
    litellm: Any = importlib.import_module("litellm")
    # Otherwise it prints advice with every error.
    litellm.suppress_debug_info = True
    # A usage that was not reported is not estimated, and a tokenizer takes half a second to load.
    litellm.disable_token_counter = True
    # The line under a table's head is one piece, many times; answers have their own limit.
    litellm.REPEATED_STREAMING_CHUNK_LIMIT = sys.maxsize
    return litellm
