"""Gemini's API for other programs."""
