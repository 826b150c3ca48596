"""LiteLLMClient: the only package that knows LiteLLM. Nothing outside imports its submodules."""

from gateway.providers.litellm_client.client import LiteLLMClient

__all__ = ["LiteLLMClient"]
