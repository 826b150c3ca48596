"""Gatehouse's gateway: a person's own provider keys, usable from this machine and never stored."""

__version__ = "0.1.0"
