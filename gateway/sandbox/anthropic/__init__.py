"""The stand-in for Anthropic."""

from gateway.sandbox.anthropic.wire_format import Anthropic

__all__ = ["Anthropic"]
