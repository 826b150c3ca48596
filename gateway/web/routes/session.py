"""The session: begin it, look at it, choose a provider for it, end it."""

from typing import Any

from aiohttp import web
from aiohttp_session import new_session

from gateway.errors import PermissionDenied, SessionFull, SessionRequired, UnknownProvider
from gateway.session.keys import SessionKeyManager
from gateway.session.registry import SessionRecord
from gateway.session.sealed_cookie import SealedSession
from gateway.web.callers import open_session, refuse_programs
from gateway.web.context import ROOMS, Rooms, read_body
from gateway.web.describe import Access, described
from gateway.web.responses import json_response
from gateway.web.schemas import EmptyBody, NewSession, SelectProvider, SessionInfo


@described(
    Access.ANYBODY,
    takes=EmptyBody,
    gives=NewSession,
    status=201,
    errors=(SessionRequired, PermissionDenied),
)
async def post_session(request: web.Request) -> web.Response:
    """Begin a session.

    The answer has both halves: the CSRF token, and in Set-Cookie the sealed half.
    """
    refuse_programs(request)
    await read_body(request, EmptyBody)
    rooms = request.app[ROOMS]
    session = await new_session(request)
    assert isinstance(session, SealedSession)
    keys = SessionKeyManager(session)
    keys.select_provider(rooms.providers.default().id)
    rooms.litellm.warm_up()  # so that it is there when it is needed
    opening = session.opening
    body = NewSession(csrf_token=opening.csrf_token, **_about(rooms, opening.record, keys))
    return json_response(body, 201)


@described(Access.PERSON, gives=SessionInfo)
async def get_session_info(request: web.Request) -> web.Response:
    """Look at the session; that does not keep it alive."""
    caller = await open_session(request, keeps_alive=False)
    return json_response(SessionInfo(**_about(request.app[ROOMS], caller.record, caller.keys)))


@described(
    Access.PERSON, takes=SelectProvider, gives=SessionInfo, errors=(UnknownProvider, SessionFull)
)
async def patch_session(request: web.Request) -> web.Response:
    """Choose the provider that is used when a request names none."""
    caller = await open_session(request)
    choice = await read_body(request, SelectProvider)
    rooms = request.app[ROOMS]
    caller.keys.select_provider(rooms.providers.get(choice.provider).id)
    return json_response(SessionInfo(**_about(rooms, caller.record, caller.keys)))


@described(Access.PERSON, takes=EmptyBody, status=204)
async def delete_session(request: web.Request) -> web.Response:
    """End the session: its keys are gone, and so is what it has generated."""
    caller = await open_session(request)
    await read_body(request, EmptyBody)
    caller.session.invalidate()
    return web.Response(status=204)


def _about(rooms: Rooms, record: SessionRecord, keys: SessionKeyManager) -> dict[str, Any]:
    return {
        "provider": keys.selected_provider,
        "created_at": record.created_at,
        "expires_at": record.expires_at,
        "idle_expires_at": rooms.registry.idle_expires_at(record),
    }


routes = [
    web.post("/session", post_session),
    web.get("/session", get_session_info),
    web.patch("/session", patch_session),
    web.delete("/session", delete_session),
]
