"""ProviderService: the catalogue, the selected provider, and what a provider says of a key."""

import json
from collections.abc import Mapping
from typing import Any, Literal

import aiohttp
from pydantic import SecretStr

from gateway.errors import (
    GatewayError,
    InvalidRequest,
    KeyRejected,
    ProviderError,
    ProviderOverloaded,
    ProviderUnreachable,
    ProviderUntrusted,
    RateLimited,
    UnknownProvider,
)
from gateway.outgoing import outgoing_session, proxy_for
from gateway.settings import ProviderSettings

KeyVerdict = Literal["valid", "unverified"]

_CHECK_TIMEOUT = aiohttp.ClientTimeout(total=15)
_MAX_BODY = 4 * 1024 * 1024

# Google answers 403 both for keys that it has shut and for living ones that may not list models.
# https://ai.google.dev/gemini-api/docs/troubleshooting
_DEAD_GEMINI_KEY = ("API_KEY_INVALID", "CONSUMER_SUSPENDED", "reported as leaked")


class Provider:
    """One provider of the catalogue, with its id."""

    def __init__(self, provider_id: str, settings: ProviderSettings) -> None:
        self.id = provider_id
        self.settings = settings
        self.name = settings.name

    def models_request(self, key: SecretStr) -> tuple[str, dict[str, str]]:
        """Address and headers of the provider's list of models, which costs nothing to ask for.

        Sources: https://platform.openai.com/docs/api-reference/models/list,
        https://docs.claude.com/en/api/models-list, https://ai.google.dev/api/models
        """
        base, secret = self.settings.api_base, key.get_secret_value()
        match self.settings.wire_format:
            case "openai":
                return f"{base}/models", {"Authorization": f"Bearer {secret}"}
            case "anthropic":
                headers = {"x-api-key": secret, "anthropic-version": "2023-06-01"}
                return f"{base}/v1/models", headers
            case "gemini":
                return f"{base}/models", {"x-goog-api-key": secret}


class ProviderService:
    """Knows the providers and asks them about keys.

    Args:
        catalogue: the providers by id, in the order in which people see them.
    """

    def __init__(self, catalogue: Mapping[str, ProviderSettings]) -> None:
        self._providers = {key: Provider(key, value) for key, value in catalogue.items()}
        self._http: aiohttp.ClientSession | None = None

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
        """Ask the provider whether the key lives.

        Returns:
            "valid", or "unverified" for a key that lives but may not list models.

        Raises:
            KeyRejected: the provider does not accept it.
            ProviderUnreachable, ProviderError, ProviderOverloaded, RateLimited: it gave no answer
                about the key.
        """
        if not provider.settings.needs_key:
            message = f"{provider.name} needs no key."
            raise InvalidRequest(message, provider=provider.id)
        url, headers = provider.models_request(key)
        try:
            async with self._client().get(
                url, headers=headers, allow_redirects=False, proxy=proxy_for(url)
            ) as response:
                body = await _body_of(response)
        except aiohttp.ClientSSLError:
            raise ProviderUntrusted(
                f"No secure connection to {provider.name} could be made, so the key could not be "
                f"checked. {ProviderUntrusted.advice}",
                provider=provider.id,
            ) from None
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError):
            raise ProviderUnreachable(
                f"{provider.name} could not be reached, so the key could not be checked.",
                provider=provider.id,
            ) from None
        if response.status == 200 and _is_list_of_models(body):
            return "valid"
        return _verdict(provider, response.status, body)

    async def close(self) -> None:
        """Close the connections to the providers."""
        if self._http is not None:
            await self._http.close()

    def _client(self) -> aiohttp.ClientSession:
        if self._http is None:
            self._http = outgoing_session(_CHECK_TIMEOUT)
        return self._http


async def _body_of(response: aiohttp.ClientResponse) -> bytes:
    """The body, as far as a list of models can reach."""
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > _MAX_BODY:
            break
    return bytes(body)


def _verdict(provider: Provider, status: int, body: bytes) -> KeyVerdict:
    """What an answer other than the list of models says of the key."""
    error = _error_object(body)
    text = json.dumps(error)
    failure: type[GatewayError]
    if provider.settings.wire_format == "gemini":
        rejected = any(sign in text for sign in _DEAD_GEMINI_KEY) or status == 401
    else:
        # OpenAI says of a restricted key: 401 (or 403) "… Missing scopes: api.model.read".
        # LiteLLM's proxy without a database knows its master key only, and says this of any other.
        rejected = (status == 401 and "missing scopes" not in text.lower()) or (
            status == 400 and error.get("type") == "no_db_connection"
        )
    if rejected:
        message = f"{provider.name} does not accept this key. Check that it is whole and active."
        raise KeyRejected(message, provider=provider.id)
    if status in (401, 403) and error:
        return "unverified"
    if status == 429:
        failure, what = RateLimited, "is limiting requests at the moment"
    elif status in (503, 529):
        failure, what = ProviderOverloaded, "is overloaded at the moment"
    else:
        failure, what = ProviderError, f"gave no list of models (HTTP {status})"
    message = f"{provider.name} {what}, so the key could not be checked."
    raise failure(message, provider=provider.id)


def _is_list_of_models(body: bytes) -> bool:
    """Whether it is the provider that answered, and not some page in between."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(answer, dict) and ("data" in answer or "models" in answer)


def _error_object(body: bytes) -> dict[str, Any]:
    """The provider's error, or nothing where something else answered in its place."""
    try:
        error = json.loads(body)["error"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}
    return error if isinstance(error, dict) else {}
