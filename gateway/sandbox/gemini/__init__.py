"""The stand-in for Gemini."""

from gateway.sandbox.gemini.wire_format import Gemini

__all__ = ["Gemini"]
