"""LiteLLMClient: the only package that knows LiteLLM. Nothing outside imports its submodules."""

from gateway.providers.litellm_client.client import LiteLLMClient
from gateway.providers.litellm_client.completion import TranslatedPiece
from gateway.providers.litellm_client.prices import Demand, Prices, chat_demand
from gateway.providers.litellm_client.transformations import Parts, Transformations

__all__ = [
    "Demand",
    "LiteLLMClient",
    "Parts",
    "Prices",
    "Transformations",
    "TranslatedPiece",
    "chat_demand",
]
