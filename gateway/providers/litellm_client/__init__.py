"""LiteLLMClient: the only package that knows LiteLLM. Nothing outside imports its submodules."""

from gateway.providers.litellm_client.client import LiteLLMClient
from gateway.providers.litellm_client.prices import Prices
from gateway.providers.litellm_client.transformations import Parts

__all__ = ["LiteLLMClient", "Parts", "Prices"]
