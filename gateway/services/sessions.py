"""SessionService: begin a session, choose its provider, end it."""

from dataclasses import dataclass
from datetime import datetime

from gateway.providers.catalogue import ProviderService
from gateway.providers.litellm_client import LiteLLMClient
from gateway.session.authentication import Authentication, Person
from gateway.session.registry import SessionRegistry
from gateway.session.sealed_cookie import SealedSession


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session as its client may know it."""

    provider: str
    created_at: datetime
    expires_at: datetime
    idle_expires_at: datetime


class SessionService:
    """Works with one person's session.

    Args:
        registry: the living sessions.
        authentication: opens them.
        providers: the catalogue.
        litellm: is loaded when a session begins.
    """

    def __init__(
        self,
        registry: SessionRegistry,
        authentication: Authentication,
        providers: ProviderService,
        litellm: LiteLLMClient,
    ) -> None:
        self._registry = registry
        self._authentication = authentication
        self._providers = providers
        self._litellm = litellm

    def begin(self, session: SealedSession) -> Person:
        """Set up a new session, with the catalogue's first provider."""
        person = self._authentication.person(session, keeps_alive=True)
        person.keys.select_provider(self._providers.default().id)
        self._litellm.warm_up()  # so that it is loaded when it is needed
        return person

    def view(self, person: Person) -> SessionView:
        """The session as its client may know it."""
        return SessionView(
            provider=person.keys.selected_provider,
            created_at=person.record.created_at,
            expires_at=person.record.expires_at,
            idle_expires_at=self._registry.idle_expires_at(person.record),
        )

    def select_provider(self, person: Person, provider_id: str) -> None:
        """Choose the provider that is used when a request names none.

        Raises:
            UnknownProvider: there is no such provider.
        """
        person.keys.select_provider(self._providers.get(provider_id).id)

    def end(self, person: Person) -> None:
        """End the session: its keys are gone, and so is what it has generated."""
        person.session.invalidate()
