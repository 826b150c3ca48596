"""ProviderService: the catalogue, the selected provider, and what a provider says of a key."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import SecretStr

from gateway.errors import (
    ContextTooLong,
    GatewayError,
    InvalidRequest,
    KeyRejected,
    ModelUnavailable,
    PermissionDenied,
    ProviderError,
    ProviderTimeout,
    ProviderUnreachable,
    RegionNotSupported,
    UnknownProvider,
)
from gateway.provider_settings import ProviderSettings
from gateway.providers.error_mapping import gateway_error
from gateway.providers.failures import BrokenOff, CallFailed, ErrorReply, TimedOut
from gateway.providers.http_client import HttpClient
from gateway.providers.wire_formats.base import WireFormat

KeyVerdict = Literal["valid", "unverified"]

# Seconds for a whole key check: a person waits for it.
_CHECK_TIMEOUT = 15


class Provider:
    """One provider of the catalogue, with its id."""

    def __init__(self, provider_id: str, settings: ProviderSettings) -> None:
        self.id = provider_id
        self.settings = settings
        self.name = settings.name


class ProviderService:
    """Knows the providers and asks them about keys.

    Args:
        catalogue: the providers by id, in the order in which people see them.
        http: carries the calls.
        formats: the wire formats by id.
    """

    def __init__(
        self,
        catalogue: Mapping[str, ProviderSettings],
        http: HttpClient,
        formats: Mapping[str, WireFormat],
    ) -> None:
        self._providers = {key: Provider(key, value) for key, value in catalogue.items()}
        self._http = http
        self._formats = formats

    def all(self) -> list[Provider]:
        """Every provider, in the catalogue's order."""
        return list(self._providers.values())

    def default(self) -> Provider:
        """The provider that a new session begins with."""
        return self.all()[0]

    def get(self, provider_id: str) -> Provider:
        """The provider of that id.

        Raises:
            UnknownProvider: there is none.
        """
        try:
            return self._providers[provider_id]
        except KeyError:
            raise UnknownProvider from None

    async def check_key(self, provider: Provider, key: SecretStr) -> KeyVerdict:
        """Ask the provider whether it accepts the key.

        Returns:
            "valid", or "unverified" for a key that is accepted but may not list models.

        Raises:
            KeyRejected: the provider does not accept it.
            ProviderUnreachable, ProviderError, ProviderOverloaded, RateLimited, QuotaExhausted: it
                gave no answer about the key.
        """
        if not provider.settings.needs_key:
            message = f"{provider.name} needs no key."
            raise InvalidRequest(message, provider=provider.id)
        wire_format = self._formats[provider.settings.wire_format]
        call = wire_format.models_call(provider.settings.api_base, key)
        try:
            async with asyncio.timeout(_CHECK_TIMEOUT), self._http.send(call) as reply:
                body = await reply.whole()
            if wire_format.is_model_list(_parsed(body)):
                return "valid"
            raise ErrorReply(200, body.decode("utf-8", "replace"))
        except TimeoutError:
            return _verdict(provider, TimedOut())
        except CallFailed as failure:
            return _verdict(provider, failure)


def _verdict(provider: Provider, failure: CallFailed) -> KeyVerdict:
    """What a failed call for the list of models says of the key."""
    error = gateway_error(failure, provider.id, provider.name)
    kind: type[GatewayError]
    match error:
        case PermissionDenied():
            return "unverified"
        case RegionNotSupported():
            raise error
        case KeyRejected():
            message = (
                f"{provider.name} does not accept this key. Check that it is whole and active."
            )
            raise KeyRejected(message, provider=provider.id)
        case _ if isinstance(failure, TimedOut | BrokenOff):
            kind, message = ProviderUnreachable, f"{provider.name} could not be reached."
        case InvalidRequest() | ModelUnavailable() | ContextTooLong() | ProviderTimeout():
            status = failure.status if isinstance(failure, ErrorReply) else 200
            kind = ProviderError
            message = f"{provider.name} gave no list of models (HTTP {status})."
        case _:
            kind, message = type(error), error.message
    message = f"{message} So the key could not be checked."
    raise kind(message, provider=provider.id, retry_after=error.retry_after)


def _parsed(body: bytes) -> Mapping[str, Any]:
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return parsed if isinstance(parsed, dict) else {}
