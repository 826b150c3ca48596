"""The session: begin it, look at it, choose a provider for it, end it."""

from typing import Any

from aiohttp import web
from aiohttp_session import new_session

from gateway.errors import PermissionDenied, SessionFull, SessionRequired, UnknownProvider
from gateway.session.authentication import Person
from gateway.session.keys import SessionKeyManager
from gateway.session.registry import SessionRecord
from gateway.session.sealed_cookie import SealedSession
from gateway.web.authentication import NO_PROGRAM, PERSON
from gateway.web.responses import json_response
from gateway.web.routing import Call, Route
from gateway.web.schemas import EmptyBody, NewSession, SelectProvider, SessionInfo
from gateway.web.services import Services


async def post_session(call: Call[None, EmptyBody]) -> web.Response:
    """Begin a session.

    The answer has both halves: the CSRF token, and in Set-Cookie the sealed half.
    """
    services = call.services
    session = await new_session(call.request)
    assert isinstance(session, SealedSession)
    keys = SessionKeyManager(session)
    keys.select_provider(services.providers.default().id)
    services.litellm.warm_up()  # so that it is loaded when it is needed
    opening = session.opening
    body = NewSession(csrf_token=opening.csrf_token, **_about(services, opening.record, keys))
    return json_response(body, 201)


async def get_session_info(call: Call[Person, None]) -> web.Response:
    """Look at the session; that does not keep it alive."""
    return json_response(_session_info(call.services, call.caller))


async def patch_session(call: Call[Person, SelectProvider]) -> web.Response:
    """Choose the provider that is used when a request names none."""
    services = call.services
    call.caller.keys.select_provider(services.providers.get(call.body.provider).id)
    return json_response(_session_info(services, call.caller))


async def delete_session(call: Call[Person, EmptyBody]) -> web.Response:
    """End the session: its keys are gone, and so is what it has generated."""
    call.caller.session.invalidate()
    return web.Response(status=204)


def _session_info(services: Services, person: Person) -> SessionInfo:
    return SessionInfo(**_about(services, person.record, person.keys))


def _about(services: Services, record: SessionRecord, keys: SessionKeyManager) -> dict[str, Any]:
    return {
        "provider": keys.selected_provider,
        "created_at": record.created_at,
        "expires_at": record.expires_at,
        "idle_expires_at": services.registry.idle_expires_at(record),
    }


routes: list[Route[Any, Any]] = [
    Route(
        "POST",
        "/session",
        post_session,
        access=NO_PROGRAM,
        takes=EmptyBody,
        gives=NewSession,
        status=201,
        errors=(SessionRequired, PermissionDenied),
    ),
    Route(
        "GET",
        "/session",
        get_session_info,
        access=PERSON,
        gives=SessionInfo,
        keeps_alive=False,
    ),
    Route(
        "PATCH",
        "/session",
        patch_session,
        access=PERSON,
        takes=SelectProvider,
        gives=SessionInfo,
        errors=(UnknownProvider, SessionFull),
    ),
    Route("DELETE", "/session", delete_session, access=PERSON, takes=EmptyBody, status=204),
]
