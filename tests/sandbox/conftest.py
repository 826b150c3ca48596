"""A sandbox, and a client that speaks each provider's wire format without LiteLLM."""

import os
from collections.abc import AsyncIterator

import aiohttp
import pytest

from gateway.sandbox import Sandbox
from tests.sandbox.wire import Wire

# LiteLLM reads these when it is imported. Without them it fetches a file and reads `.env`.
os.environ.setdefault("LITELLM_OFFLINE_MODE", "true")
os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
os.environ.setdefault("LITELLM_MODE", "PRODUCTION")
os.environ.setdefault("LITELLM_LOG", "ERROR")


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as running:
        yield running


@pytest.fixture
async def wire(sandbox: Sandbox) -> AsyncIterator[Wire]:
    async with aiohttp.ClientSession() as http:
        yield Wire(http, sandbox)
