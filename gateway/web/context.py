"""What every route needs: the rooms of the application, the caller's session, the body."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from aiohttp import web
from aiohttp_session import get_session

from gateway.errors import InvalidRequest, RequestTooLarge
from gateway.generation.jobs import GenerationJobs
from gateway.generation.litellm_client import LiteLLMClient
from gateway.providers import ProviderService
from gateway.session.keys import SessionKeyManager
from gateway.session.registry import SessionRecord, SessionRegistry
from gateway.session.sealed_cookie import SealedSession
from gateway.web.guard import MAX_BODY_BYTES
from gateway.web.schemas import Model, parse_body

# Seconds for a whole body; over loopback it takes a fraction of one.
_BODY_TIMEOUT = 15


@dataclass(frozen=True, slots=True)
class Rooms:
    """The parts of the gateway that routes work with."""

    started_at: datetime
    registry: SessionRegistry
    providers: ProviderService
    litellm: LiteLLMClient
    jobs: GenerationJobs


ROOMS = web.AppKey("rooms", Rooms)


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose request it is."""

    record: SessionRecord
    keys: SessionKeyManager
    session: SealedSession


async def open_session(request: web.Request, *, keeps_alive: bool = True) -> Caller:
    """Open the caller's session; most calls keep it alive.

    Raises:
        SessionRequired, CsrfFailed, SessionStale: see SealedCookieStorage.load_session.
    """
    session = cast("SealedSession", await get_session(request))
    record = session.opening.record
    if keeps_alive:
        request.app[ROOMS].registry.touch(record)
    return Caller(record, SessionKeyManager(session), session)


def ensure_still_open(request: web.Request, caller: Caller) -> None:
    """Check, after waiting for something, that the session has neither ended nor changed.

    Raises:
        SessionRequired, SessionStale: it has.
    """
    opening = caller.session.opening
    request.app[ROOMS].registry.ensure_current(opening.record, opening.secret)


async def read_body(request: web.Request, model: type[Model]) -> Model:
    """The request's body as a model.

    Raises:
        RequestTooLarge: it is over the limit.
        InvalidRequest: it does not fit, or does not come.
    """
    body = bytearray()
    try:
        async with asyncio.timeout(_BODY_TIMEOUT):
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > MAX_BODY_BYTES:
                    raise RequestTooLarge
    except TimeoutError:
        raise InvalidRequest("The body did not arrive in time.") from None
    return parse_body(model, bytes(body))
