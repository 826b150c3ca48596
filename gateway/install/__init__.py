"""Registers the gateway with browsers and the system, so that these can start it."""
