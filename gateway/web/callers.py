"""Whose request it is: a person's, with both halves of a session, or a program's, with a token."""

from dataclasses import dataclass
from typing import cast

from aiohttp import web
from aiohttp_session import get_session

from gateway.errors import PermissionDenied, SessionRequired
from gateway.session.access_token import AccessToken, IssuedToken
from gateway.session.keys import SessionKeyManager
from gateway.session.registry import SessionRecord
from gateway.session.sealed_cookie import SealedSession
from gateway.web.context import ROOMS
from gateway.web.guard import bearer_credentials


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with both halves of a session; may do everything."""

    record: SessionRecord
    keys: SessionKeyManager
    session: SealedSession

    @property
    def owner(self) -> str:
        """As whom they own what they generate."""
        return self.record.id


@dataclass(frozen=True, slots=True)
class Program:
    """Somebody with an access token; may list providers, and generate."""

    record: SessionRecord
    keys: SessionKeyManager
    token: IssuedToken
    bearer: AccessToken

    @property
    def owner(self) -> str:
        """As whom it owns what it generates: no token sees another's."""
        return self.token.id


Caller = Person | Program


async def open_session(request: web.Request, *, keeps_alive: bool = True) -> Person:
    """Open the session of a person; most calls keep it alive.

    Raises:
        SessionRequired, CsrfFailed, SessionStale: see SealedCookieStorage.load_session.
        PermissionDenied: the caller is a program.
    """
    refuse_programs(request)
    session = cast("SealedSession", await get_session(request))
    record = session.opening.record
    if keeps_alive:
        request.app[ROOMS].registry.touch(record)
    return Person(record, SessionKeyManager(session), session)


def open_token(request: web.Request, *, keeps_alive: bool = True) -> Program:
    """Open what the caller's access token opens; most calls keep its session alive.

    Raises:
        SessionRequired: there is no token, or it is not valid.
    """
    credentials = bearer_credentials(request)
    if credentials is None:
        raise SessionRequired("Send an access token: Authorization: Bearer gtw_…")
    bearer = AccessToken(credentials)
    rooms = request.app[ROOMS]
    opened = rooms.tokens.open(bearer)
    rooms.tokens.used(opened.token)
    if keeps_alive:
        rooms.registry.touch(opened.record)
    return Program(opened.record, SessionKeyManager(opened.content), opened.token, bearer)


async def open_caller(request: web.Request, *, keeps_alive: bool = True) -> Caller:
    """Open whatever the caller has; a token counts before a cookie.

    Raises:
        SessionRequired, CsrfFailed, SessionStale: see open_session and open_token.
    """
    if bearer_credentials(request) is not None:
        return open_token(request, keeps_alive=keeps_alive)
    return await open_session(request, keeps_alive=keeps_alive)


def refuse_programs(request: web.Request) -> None:
    """Keep access tokens away from keys, tokens and the session itself.

    Raises:
        SessionRequired: there is a token, and it is not valid.
        PermissionDenied: there is a valid one.
    """
    if bearer_credentials(request) is not None:
        open_token(request, keeps_alive=False)
        raise PermissionDenied("An access token may list providers and generate, and nothing else.")


def may_use(caller: Caller, provider_id: str) -> bool:
    """Whether the caller may use the provider: a person may use all."""
    return isinstance(caller, Person) or caller.token.may_use(provider_id)


def reopen(request: web.Request, caller: Caller) -> Caller:
    """The caller after waiting for something, with the keys as they are now.

    Raises:
        SessionRequired, SessionStale: their session or token has ended, or the session changed.
    """
    rooms = request.app[ROOMS]
    if isinstance(caller, Person):
        opening = caller.session.opening
        rooms.registry.ensure_current(opening.record, opening.secret)
        return caller
    opened = rooms.tokens.open(caller.bearer)
    return Program(opened.record, SessionKeyManager(opened.content), opened.token, caller.bearer)
