"""A storage for aiohttp-session whose cookie opens only together with two secrets outside of it.

The cookie's Fernet key is derived from the gateway's process secret, the session's secret in memory
and the CSRF token that the client holds. Each write takes a new secret, so that an older cookie
never opens again.
"""

import json
import secrets
from dataclasses import dataclass, field

from aiohttp import web
from aiohttp_session import AbstractStorage, Session

from gateway.errors import CsrfFailed, SessionFull, SessionRequired, SessionStale
from gateway.session.registry import SECRET_BYTES, SessionRecord, SessionRegistry
from gateway.session.sealing import seal, unseal
from gateway.session.tokens import DATA_KEY, AccessTokens, new_data_key

COOKIE_NAME = "__Host-Http-gatehouse"
CSRF_HEADER = "X-CSRF-Token"

# Browsers silently drop a cookie of more than 4,096 bytes, and keep the old one.
# https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#section-5.6
MAX_COOKIE_BYTES = 3_800

# Written by hand: aiohttp cannot say Partitioned on Python 3.11, and deletes without Secure, which
# browsers ignore for a __Host- cookie.
_ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Strict; Partitioned"

_PURPOSE = b"gatehouse session cookie"


@dataclass(frozen=True, slots=True)
class Opening:
    """Which session was opened, and with what: the identity of a SealedSession."""

    record: SessionRecord
    secret: bytes = field(repr=False)
    csrf_token: str = field(repr=False)


class SealedSession(Session):
    """A session of aiohttp-session that never shows what it holds."""

    def __init__(self, opening: Opening, content: dict[str, object] | None = None) -> None:
        data = None if content is None else {"session": content}
        super().__init__(opening, data=data, new=content is None)  # type: ignore[arg-type]
        self.opening = opening

    def __repr__(self) -> str:
        return f"<SealedSession of {len(self)} entries>"


class SealedCookieStorage(AbstractStorage):
    """Seals sessions into cookies, and opens them.

    Args:
        registry: the part of each session that stays in memory.
        tokens: the access tokens, whose copy of a session changes with it.
    """

    def __init__(self, registry: SessionRegistry, tokens: AccessTokens) -> None:
        super().__init__(cookie_name=COOKIE_NAME)
        self.registry = registry
        self._tokens = tokens
        self._process_secret = secrets.token_bytes(SECRET_BYTES)

    async def new_session(self) -> SealedSession:
        """A new session, not yet sealed, with nothing in it but the data key of its tokens."""
        record, csrf_token = self.registry.begin()
        session = SealedSession(Opening(record, record.secret, csrf_token))
        session[DATA_KEY] = new_data_key()
        return session

    async def load_session(self, request: web.Request) -> SealedSession:
        """Open the session that the request carries both halves of.

        Raises:
            SessionRequired: there is no session, it has ended, or its cookie does not open.
            CsrfFailed: the other half is missing or wrong.
            SessionStale: the cookie is an older copy.
        """
        cookie = self._own_cookie(request)
        session_id, _, token = cookie.partition(".")
        record = self.registry.find(session_id)
        csrf_token = request.headers.get(CSRF_HEADER, "")
        if not record.knows_csrf_token(csrf_token):
            raise CsrfFailed
        # Compared as text: Base64 decodes many texts to the same bytes.
        if not record.knows_cookie(cookie):
            raise SessionStale if record.has_superseded(cookie) else SessionRequired
        opening = Opening(record, record.secret, csrf_token)
        content = unseal(token, self._material(opening), _PURPOSE)
        return SealedSession(opening, json.loads(content))

    async def save_session(
        self, request: web.Request, response: web.StreamResponse, session: Session
    ) -> None:
        """Seal what has changed and send the new cookie; an emptied session ends here.

        Raises:
            SessionFull: it would not fit; nothing has changed.
            SessionStale: another write came first; nothing has changed.
            SessionRequired: the session has ended in the meantime.
        """
        assert isinstance(session, SealedSession)
        opening = session.opening
        if session.empty:
            self.registry.end(opening.record.id)
            response.headers.add("Set-Cookie", f"{COOKIE_NAME}=; {_ATTRIBUTES}; Max-Age=0")
            return
        renewed = Opening(opening.record, secrets.token_bytes(SECRET_BYTES), opening.csrf_token)
        content = json.dumps(dict(session), separators=(",", ":")).encode()
        token = seal(content, self._material(renewed), _PURPOSE)
        cookie = f"{opening.record.id}.{token}"
        if len(COOKIE_NAME) + 1 + len(cookie) > MAX_COOKIE_BYTES:
            raise SessionFull
        self.registry.replace_secret(
            opening.record,
            opening.secret,
            renewed.secret,
            cookie,
            holds_keys=bool(session.get("keys")),
        )
        self._tokens.reseal(opening.record, session)
        response.headers.add("Set-Cookie", f"{COOKIE_NAME}={cookie}; {_ATTRIBUTES}")

    def _own_cookie(self, request: web.Request) -> str:
        """The cookie of a living session; another port may have set one of the same name."""
        name = f"{COOKIE_NAME}="
        cookies = [
            part.strip().removeprefix(name).strip('"')
            for header in request.headers.getall("Cookie", ())
            for part in header.split(";")
            if part.strip().startswith(name)
        ]
        living = (cookie for cookie in cookies if cookie.partition(".")[0] in self.registry)
        return next(living, "")

    def _material(self, opening: Opening) -> bytes:
        # Fixed lengths first, so that no two triples give the same input to the derivation.
        return self._process_secret + opening.secret + opening.csrf_token.encode("utf-8")
