"""The session: begin it, look at it, choose a provider for it, end it."""

from dataclasses import asdict

from aiohttp import web
from aiohttp_session import new_session

from gateway.errors import (
    PermissionDenied,
    SessionFull,
    SessionRequired,
    TooManySessions,
    UnknownProvider,
)
from gateway.session.authentication import Person
from gateway.session.sealed_cookie import SealedSession
from gateway.web.authentication import NO_PROGRAM, PERSON
from gateway.web.responses import json_response
from gateway.web.routing import Call, Route, RouteTable
from gateway.web.schemas import EmptyBody, NewSession, SelectProvider, SessionInfo


async def post_session(call: Call[None, EmptyBody]) -> web.Response:
    """Begin a session.

    The answer has both halves: the CSRF token, and in Set-Cookie the sealed half.
    """
    session = await new_session(call.request)
    assert isinstance(session, SealedSession)
    sessions = call.services.sessions
    about = asdict(sessions.view(sessions.begin(session)))
    return json_response(NewSession(csrf_token=session.opening.csrf_token, **about), 201)


async def get_session_info(call: Call[Person, None]) -> web.Response:
    """Look at the session; that does not keep it alive."""
    return json_response(SessionInfo.model_validate(call.services.sessions.view(call.caller)))


async def patch_session(call: Call[Person, SelectProvider]) -> web.Response:
    """Choose the provider that is used when a request names none."""
    sessions = call.services.sessions
    sessions.select_provider(call.caller, call.body.provider)
    return json_response(SessionInfo.model_validate(sessions.view(call.caller)))


async def delete_session(call: Call[Person, EmptyBody]) -> web.Response:
    """End the session: its keys are gone, and so is what it has generated."""
    call.services.sessions.end(call.caller)
    return web.Response(status=204)


routes = RouteTable()
routes.add(
    Route(
        "POST",
        "/session",
        post_session,
        access=NO_PROGRAM,
        takes=EmptyBody,
        gives=NewSession,
        status=201,
        errors=(SessionRequired, PermissionDenied, TooManySessions),
    )
)
routes.add(
    Route(
        "GET",
        "/session",
        get_session_info,
        access=PERSON,
        gives=SessionInfo,
        keeps_alive=False,
    )
)
routes.add(
    Route(
        "PATCH",
        "/session",
        patch_session,
        access=PERSON,
        takes=SelectProvider,
        gives=SessionInfo,
        errors=(UnknownProvider, SessionFull),
    )
)
routes.add(Route("DELETE", "/session", delete_session, access=PERSON, takes=EmptyBody, status=204))
