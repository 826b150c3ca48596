"""A storage for aiohttp-session whose cookie opens only together with two secrets outside of it.

The cookie's Fernet key is derived from the gateway's process secret, the session's secret in memory
and the CSRF token that the client holds. Each write takes a new secret, so that an older cookie
never opens again.
"""

import json
import secrets
from collections.abc import Sequence
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
        csrf_token = request.headers.get(CSRF_HEADER, "")
        record, cookie = self._own_cookie(_cookies(request), csrf_token)
        opening = Opening(record, record.secret, csrf_token)
        _, _, token = cookie.partition(".")
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
            # A key counts once its provider has confirmed it: junk is not worth keeping a session.
            holds_checked_keys=any(
                key["state"] == "valid" for key in session.get("keys", {}).values()
            ),
        )
        self._tokens.reseal(opening.record, session)
        response.headers.add("Set-Cookie", f"{COOKIE_NAME}={cookie}; {_ATTRIBUTES}")

    def _own_cookie(self, cookies: Sequence[str], csrf_token: str) -> tuple[SessionRecord, str]:
        """The newest cookie of the session that the CSRF token belongs to, with its record.

        Another port of 127.0.0.1 may have set cookies of the same name: even of living sessions,
        but none of this person's.

        Raises:
            SessionRequired: there is no cookie of a living session, or none that opens.
            CsrfFailed: the token belongs to none of the sessions.
            SessionStale: there are only older copies.
        """
        ids = dict.fromkeys(cookie.partition(".")[0] for cookie in cookies)
        records = [record for one in ids if (record := self.registry.living(one)) is not None]
        if not records:
            raise SessionRequired
        record = next((one for one in records if one.knows_csrf_token(csrf_token)), None)
        if record is None:
            raise CsrfFailed
        # Compared as text: Base64 decodes many texts to the same bytes.
        newest = next((cookie for cookie in cookies if record.knows_cookie(cookie)), None)
        if newest is None:
            stale = any(record.has_superseded(cookie) for cookie in cookies)
            raise SessionStale if stale else SessionRequired
        return record, newest

    def _material(self, opening: Opening) -> bytes:
        # Fixed lengths first, so that no two triples give the same input to the derivation.
        return self._process_secret + opening.secret + opening.csrf_token.encode("utf-8")


def _cookies(request: web.Request) -> list[str]:
    """Every cookie of our name that the request carries."""
    name = f"{COOKIE_NAME}="
    return [
        part.strip().removeprefix(name).strip('"')
        for header in request.headers.getall("Cookie", ())
        for part in header.split(";")
        if part.strip().startswith(name)
    ]
