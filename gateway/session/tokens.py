"""AccessTokens: what each session has handed to other programs, and how they reach its keys.

The tokens of a session share one copy of what it holds. The copy lies in memory, sealed under the
session's data key; the data key lies sealed in the session's cookie, and once under each token. So
the gateway alone opens nothing, and a token opens what the session holds at that moment.
"""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from gateway.errors import NotFound, SessionRequired, TooManyTokens
from gateway.session.access_token import AccessToken, IssuedToken, Models
from gateway.session.allowance import Allowance
from gateway.session.registry import SECRET_BYTES, SessionRecord, SessionRegistry, now
from gateway.session.sealing import seal, unseal

DATA_KEY = "data_key"
"""The session's entry that holds the data key."""

# More programs than a person has on one machine.
MAX_TOKENS = 32

_COPY = b"gatehouse copy of a session"
_WRAPPING = b"gatehouse access token"


@dataclass(slots=True)
class SharedCopy:
    """What one session shares with its tokens: a sealed copy of its content."""

    sealed: str = field(default="", repr=False)
    tokens: dict[str, IssuedToken] = field(default_factory=dict)


class AccessTokens:
    """The access tokens of all sessions.

    Args:
        registry: the sessions; a token is dead with its session.
        clock: tells the time.
    """

    def __init__(self, registry: SessionRegistry, clock: Callable[[], datetime] = now) -> None:
        self._registry = registry
        self._clock = clock
        self._shared: dict[str, SharedCopy] = {}
        self.on_end: list[Callable[[str], None]] = []
        """Called with the id of each token that has ended."""
        registry.on_end.append(self._session_ended)

    def issue(
        self,
        record: SessionRecord,
        content: Mapping[str, Any],
        *,
        name: str,
        expires_in: int,
        providers: tuple[str, ...] | None,
        models: Models,
        origin: str | None,
        max_cost_usd: float | None,
    ) -> tuple[AccessToken, IssuedToken]:
        """A new token of the session.

        Args:
            record: the session.
            content: what the session holds at this moment.
            name: what the person calls it.
            expires_in: seconds; a token ends with its session in any case.
            providers: which it may use, None for all.
            models: whether it may name any model of theirs.
            origin: which app's windows may send it, None for none.
            max_cost_usd: what it may spend, None for any sum.

        Raises:
            TooManyTokens: the session has as many tokens as it may.
        """
        if len(self.all(record)) >= MAX_TOKENS:
            raise TooManyTokens(
                f"There are {MAX_TOKENS} access tokens already, as many as may be. Revoke one that "
                "you do not need."
            )
        token = AccessToken.generate()
        created = self._clock()
        rest = int((record.expires_at - created).total_seconds())
        issued = IssuedToken(
            id=f"tok_{secrets.token_hex(8)}",
            name=name,
            last4=token.last4,
            digest=token.digest(),
            wrapped_data_key=seal(content[DATA_KEY].encode(), _material(token), _WRAPPING),
            created_at=created,
            expires_at=created + timedelta(seconds=min(expires_in, rest)),
            providers=providers,
            models=models,
            origin=origin,
            allowance=Allowance() if max_cost_usd is None else Allowance(max_cost_usd),
        )
        shared = self._shared.setdefault(record.id, SharedCopy())
        shared.sealed = _seal(content)
        shared.tokens[issued.id] = issued
        return token, issued

    def all(self, record: SessionRecord) -> list[IssuedToken]:
        """The session's living tokens, oldest first."""
        self._drop_expired(record.id)
        shared = self._shared.get(record.id)
        return list(shared.tokens.values()) if shared else []

    def revoke(self, record: SessionRecord, token_id: str) -> None:
        """End a token.

        Raises:
            NotFound: the session has no such token.
        """
        if all(token.id != token_id for token in self.all(record)):
            raise NotFound("This session has no such access token.")
        self._end(record.id, token_id)

    def find(self, token: AccessToken) -> tuple[SessionRecord, IssuedToken]:
        """The token as it was issued, and its session. Nothing is opened.

        Raises:
            SessionRequired: it was never issued, or has ended.
        """
        session_id, issued = self._find(token)
        return self._registry.find(session_id), issued

    def open(self, token: AccessToken) -> dict[str, Any]:
        """What the token opens, as its session holds it at this moment.

        Raises:
            SessionRequired: it was never issued, or has ended.
        """
        record, issued = self.find(token)
        data_key = unseal(issued.wrapped_data_key, _material(token), _WRAPPING)
        content: dict[str, Any] = json.loads(
            unseal(self._shared[record.id].sealed, data_key, _COPY)
        )
        return content

    def app_origin(self, token: AccessToken) -> str | None:
        """Which app's windows may send this token; None for none, or an invalid token."""
        try:
            _, issued = self._find(token)
        except SessionRequired:
            return None
        return issued.origin

    def has_app_origin(self, origin: str) -> bool:
        """Whether there is a living token that windows of this origin may send."""
        return any(
            issued.origin == origin and self._clock() < issued.expires_at
            for shared in self._shared.values()
            for issued in shared.tokens.values()
        )

    def used(self, token: IssuedToken) -> None:
        """The token has been used."""
        token.last_used_at = self._clock()

    def reseal(self, record: SessionRecord, content: Mapping[str, Any]) -> None:
        """Renew the copy after a change of the session: what is gone there is gone for tokens."""
        if shared := self._shared.get(record.id):
            shared.sealed = _seal(content)

    def sweep(self) -> None:
        """End the tokens that have expired without being used since."""
        for session_id in list(self._shared):
            self._drop_expired(session_id)

    def _find(self, token: AccessToken) -> tuple[str, IssuedToken]:
        if token.well_formed:
            digest = token.digest()
            for session_id, shared in self._shared.items():
                for issued in shared.tokens.values():
                    if issued.is_of(digest) and self._clock() < issued.expires_at:
                        return session_id, issued
        raise SessionRequired(
            "This access token is not valid: it was revoked, it has expired, or its session has "
            "ended. Issue a new one."
        )

    def _drop_expired(self, session_id: str) -> None:
        shared = self._shared.get(session_id)
        time = self._clock()
        for token in list(shared.tokens.values()) if shared else ():
            if time >= token.expires_at:
                self._end(session_id, token.id)

    def _session_ended(self, session_id: str) -> None:
        shared = self._shared.get(session_id)
        for token_id in list(shared.tokens) if shared else ():
            self._end(session_id, token_id)

    def _end(self, session_id: str, token_id: str) -> None:
        shared = self._shared[session_id]
        del shared.tokens[token_id]
        if not shared.tokens:
            del self._shared[session_id]  # no token is left that could open the copy
        for callback in self.on_end:
            callback(token_id)


def new_data_key() -> str:
    """A random key for the copy, as text."""
    return secrets.token_urlsafe(SECRET_BYTES)


def _seal(content: Mapping[str, Any]) -> str:
    """What the session holds, without the data key itself, under the data key."""
    shared = {name: value for name, value in content.items() if name != DATA_KEY}
    return seal(json.dumps(shared).encode(), content[DATA_KEY].encode(), _COPY)


def _material(token: AccessToken) -> bytes:
    """What the key that seals the data key is derived from: the token's own text."""
    return token.get_secret_value().encode()
