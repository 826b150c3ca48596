"""Anthropic's API for other programs."""
