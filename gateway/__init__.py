"""Gatehouse's gateway: a person's own provider keys, usable from this machine and never stored."""

from pathlib import Path

__version__ = "0.1.0"

EXTENSION = Path(__file__).parents[1] / "extension" / "dist" / "chrome-mv3"
"""The folder that a person loads in their browser, once `make setup` has built it."""
