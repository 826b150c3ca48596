"""KeyService: enter a provider's key, have it checked again, remove it."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import SecretStr

from gateway.errors import (
    KeyRejected,
    MissingKey,
    ProviderError,
    ProviderOverloaded,
    ProviderUnreachable,
    QuotaExhausted,
    RateLimited,
    RegionNotSupported,
    RequestTooLarge,
)
from gateway.providers.catalogue import Provider, ProviderService
from gateway.session.authentication import Caller, Person, Program
from gateway.session.keys import (
    KeyState,
    SessionKeyManager,
    StoredKey,
    StoredState,
    mask_key,
    parse_key,
)
from gateway.session.registry import now

NO_VERDICT = (
    ProviderUnreachable,
    ProviderError,
    ProviderOverloaded,
    RateLimited,
    QuotaExhausted,
    RegionNotSupported,
    RequestTooLarge,
)
"""Errors of a key check that say nothing of the key."""


@dataclass(frozen=True, slots=True)
class KeyView:
    """A provider's key as it may be shown."""

    state: KeyState
    masked: str | None = None
    added_at: datetime | None = None
    checked_at: datetime | None = None


class KeyService:
    """Changes the keys of a session.

    Args:
        providers: knows the providers and checks keys with them.
    """

    def __init__(self, providers: ProviderService) -> None:
        self._providers = providers

    async def enter(
        self, person: Person, provider_id: str, text: SecretStr, *, allow_unverified: bool
    ) -> KeyView:
        """Check a key with its provider, and keep it in the session.

        Args:
            person: whose session.
            provider_id: the provider.
            text: the key as it was typed or pasted.
            allow_unverified: keep the key although the provider gives no answer about it.

        Raises:
            UnknownProvider, InvalidKeyFormat, KeyRejected: it is not kept.
            GatewayError of NO_VERDICT: the provider gave no answer, and so it is not kept.
        """
        provider = self._providers.get(provider_id)
        key = parse_key(text)
        state: StoredState
        try:
            state = await self._providers.check_key(provider, key)
            checked_at = now()
        except NO_VERDICT:
            if not allow_unverified:
                raise
            state, checked_at = "unverified", None
        person.keys.store_key(
            provider.id, StoredKey(key, state, added_at=now(), checked_at=checked_at)
        )
        return key_view(person, person.keys, provider)

    async def verify(self, person: Person, provider_id: str) -> KeyView:
        """Check the session's key again, and remember what the provider says.

        Raises:
            UnknownProvider, MissingKey: there is nothing to check.
            GatewayError of NO_VERDICT: the provider gave no answer.
        """
        provider = self._providers.get(provider_id)
        if not provider.settings.needs_key:
            return key_view(person, person.keys, provider)
        stored = person.keys.key(provider.id)
        if stored is None:
            raise MissingKey(f"Add your {provider.name} key first.", provider=provider.id)
        state: StoredState
        try:
            state = await self._providers.check_key(provider, stored.api_key)
        except KeyRejected:
            state = "rejected"
        person.keys.store_key(
            provider.id, StoredKey(stored.api_key, state, stored.added_at, checked_at=now())
        )
        return key_view(person, person.keys, provider)

    def remove(self, person: Person, provider_id: str) -> None:
        """Forget the key, if there is one.

        Raises:
            UnknownProvider: there is no such provider.
        """
        person.keys.remove_key(self._providers.get(provider_id).id)


def key_view(caller: Caller, keys: SessionKeyManager, provider: Provider) -> KeyView:
    """The provider's key in this session as it may be shown; a program sees its state alone."""
    if not provider.settings.needs_key:
        return KeyView(state="not_needed")
    stored = keys.key(provider.id)
    if stored is None:
        return KeyView(state="missing")
    if isinstance(caller, Program):
        return KeyView(state=stored.state)
    return KeyView(
        state=stored.state,
        masked=mask_key(stored.api_key, provider.settings.key_prefixes),
        added_at=stored.added_at,
        checked_at=stored.checked_at,
    )
