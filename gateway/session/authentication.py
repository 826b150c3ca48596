"""Who a request comes from: a person with both halves of a session, or a program with a token."""

from dataclasses import dataclass

from gateway.errors import PermissionDenied
from gateway.session.access_token import AccessToken, IssuedToken
from gateway.session.keys import SessionKeyManager
from gateway.session.registry import SessionRecord, SessionRegistry
from gateway.session.sealed_cookie import SealedSession
from gateway.session.tokens import AccessTokens


@dataclass(frozen=True, slots=True)
class Person:
    """Has both halves of a session; may do everything."""

    record: SessionRecord
    keys: SessionKeyManager
    session: SealedSession

    @property
    def owner(self) -> str:
        """The id under which this person's generations are kept."""
        return self.record.id

    def open_keys(self) -> SessionKeyManager:
        """The session's keys."""
        return self.keys

    def may_use(self, provider_id: str) -> bool:
        """Whether this person may use the provider: all of them."""
        return True


@dataclass(frozen=True, slots=True)
class Program:
    """Has an access token; may list providers, and generate."""

    record: SessionRecord
    token: IssuedToken
    credentials: AccessToken
    tokens: AccessTokens

    def open_keys(self) -> SessionKeyManager:
        """A copy of the session's keys as they are now. It is opened anew each time.

        Raises:
            SessionRequired: the session or the token has ended.
        """
        return SessionKeyManager(self.tokens.open(self.credentials))

    @property
    def owner(self) -> str:
        """The id under which this program's generations are kept: no token sees another's."""
        return self.token.id

    def may_use(self, provider_id: str) -> bool:
        """Whether the token may use the provider."""
        return self.token.may_use(provider_id)


Caller = Person | Program


class Authentication:
    """Opens what a request carries.

    Args:
        registry: the living sessions.
        tokens: their access tokens.
    """

    def __init__(self, registry: SessionRegistry, tokens: AccessTokens) -> None:
        self._registry = registry
        self._tokens = tokens

    def person(self, session: SealedSession, *, keeps_alive: bool) -> Person:
        """The person whose session has been opened."""
        record = session.opening.record
        if keeps_alive:
            self._registry.touch(record)
        return Person(record, SessionKeyManager(session), session)

    def program(self, credentials: AccessToken, *, keeps_alive: bool) -> Program:
        """The program that sent this access token.

        Raises:
            SessionRequired: the token is not valid.
        """
        record, token = self._tokens.find(credentials)
        self._tokens.used(token)
        if keeps_alive:
            self._registry.touch(record)
        return Program(record, token, credentials, self._tokens)

    def app_origin(self, credentials: AccessToken) -> str | None:
        """Which app's windows may send this access token; None for none."""
        return self._tokens.app_origin(credentials)

    def has_app_origin(self, origin: str) -> bool:
        """Whether windows of this origin may send some living access token."""
        return self._tokens.has_app_origin(origin)

    def refuse_program(self, credentials: AccessToken) -> None:
        """Keep an access token away from keys, tokens and the session itself.

        Raises:
            SessionRequired: the token is not valid.
            PermissionDenied: it is valid.
        """
        self.program(credentials, keeps_alive=False)
        raise PermissionDenied("An access token may list providers and generate, and nothing else.")

    def ensure_current(self, caller: Caller) -> None:
        """Check, after waiting for something, that the caller is who they were.

        Raises:
            SessionRequired, SessionStale: the session or token has ended, or the session changed.
        """
        if isinstance(caller, Person):
            opening = caller.session.opening
            self._registry.ensure_current(opening.record, opening.secret)
        else:
            self._tokens.find(caller.credentials)
