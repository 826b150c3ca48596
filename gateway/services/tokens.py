"""TokenService: the access tokens that a person issues to other programs."""

from collections.abc import Sequence

from gateway.providers.catalogue import ProviderService
from gateway.session.access_token import AccessToken, IssuedToken, Models
from gateway.session.authentication import Authentication, Person
from gateway.session.tokens import AccessTokens


class TokenService:
    """Issues, lists and revokes tokens.

    Args:
        tokens: the access tokens of all sessions.
        authentication: checks that a session is still as it was opened.
        providers: the catalogue.
    """

    def __init__(
        self, tokens: AccessTokens, authentication: Authentication, providers: ProviderService
    ) -> None:
        self._tokens = tokens
        self._authentication = authentication
        self._providers = providers

    def issue(
        self,
        person: Person,
        *,
        name: str,
        expires_in: int,
        providers: Sequence[str] | None,
        models: Models,
        origin: str | None,
        max_cost_usd: float | None,
    ) -> tuple[AccessToken, IssuedToken]:
        """A new token, and what is kept of it; see AccessTokens.issue for the arguments.

        Raises:
            UnknownProvider: a provider does not exist.
            TooManyTokens: the session has as many tokens as it may.
        """
        self._authentication.ensure_current(person)
        known = dict.fromkeys(self._providers.get(provider).id for provider in providers or ())
        return self._tokens.issue(
            person.record,
            person.session,
            name=name,
            expires_in=expires_in,
            providers=tuple(known) or None,
            models=models,
            origin=origin,
            max_cost_usd=max_cost_usd,
        )

    def all(self, person: Person) -> list[IssuedToken]:
        """The session's living tokens, oldest first."""
        return self._tokens.all(person.record)

    def revoke(self, person: Person, token_id: str) -> None:
        """End a token, and what it runs.

        Raises:
            NotFound: the session has no such token.
        """
        self._authentication.ensure_current(person)
        self._tokens.revoke(person.record, token_id)
