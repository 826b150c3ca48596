"""LiteLLMClient: the only package that knows LiteLLM. Nothing outside imports its submodules."""

from gateway.providers.litellm_client.anthropic_shape import AnthropicShape
from gateway.providers.litellm_client.client import LiteLLMClient
from gateway.providers.litellm_client.model_map import JSON_OBJECT
from gateway.providers.litellm_client.openai_shape import OpenAIShape
from gateway.providers.litellm_client.output_items import CalledTool
from gateway.providers.litellm_client.prices import Demand, Prices, chat_demand
from gateway.providers.litellm_client.responses_shape import ResponsesShape
from gateway.providers.litellm_client.transformations import Parts, Transformations
from gateway.providers.litellm_client.translation import AnswerShape, TranslatedPiece

__all__ = [
    "JSON_OBJECT",
    "AnswerShape",
    "AnthropicShape",
    "CalledTool",
    "Demand",
    "LiteLLMClient",
    "OpenAIShape",
    "Parts",
    "Prices",
    "ResponsesShape",
    "Transformations",
    "TranslatedPiece",
    "chat_demand",
]
