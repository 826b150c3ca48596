"""The two transports to a provider, and the setting that chooses between them."""

from typing import get_args

import pytest

from gateway.provider_settings import Transport
from gateway.settings import Settings

TRANSPORTS: tuple[Transport, ...] = get_args(Transport)

on_both_transports = pytest.mark.parametrize("transport", TRANSPORTS)
"""Runs a test on both: for what test_transports.py cannot compare (who disconnects, and when)."""


def with_transport(settings: Settings, transport: Transport) -> Settings:
    """The same settings, with this transport for each provider that the direct one can reach."""
    providers = {
        name: provider.model_copy(update={"transport": transport})
        if provider.transport == "direct"
        else provider
        for name, provider in settings.providers.items()
    }
    return settings.model_copy(update={"providers": providers})
