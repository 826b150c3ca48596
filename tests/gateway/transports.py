"""The two transports to a provider, and the setting that chooses between them."""

from typing import Any, Literal, get_args

import pytest

from gateway.settings import Settings

Transport = Literal["direct", "litellm"]
TRANSPORTS: tuple[Transport, ...] = get_args(Transport)

on_both_transports = pytest.mark.parametrize("transport", TRANSPORTS)
"""Runs a test on both: for what test_transports.py cannot compare (who disconnects, and when)."""

_FIELD = "way"
_VALUES = {"direct": "lean", "litellm": "sdk"}


def transport_setting(transport: Transport) -> dict[str, Any]:
    """The field of a provider's settings that chooses this transport, with its value."""
    return {_FIELD: _VALUES[transport]}


def with_transport(settings: Settings, transport: Transport) -> Settings:
    """The same settings, with this transport for each provider that the direct one can reach."""
    providers = {
        name: provider.model_copy(update=transport_setting(transport))
        if getattr(provider, _FIELD) == _VALUES["direct"]
        else provider
        for name, provider in settings.providers.items()
    }
    return settings.model_copy(update={"providers": providers})
