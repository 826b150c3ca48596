"""Who may call a route, and how their request is authenticated."""

from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from aiohttp import hdrs, web
from aiohttp_session import get_session

from gateway.errors import SessionRequired
from gateway.session.access_token import PREFIX, AccessToken
from gateway.session.authentication import Caller, Person, Program
from gateway.session.sealed_cookie import SealedSession
from gateway.web.services import SERVICES

_KEY_HEADERS = ("x-api-key", "x-goog-api-key")

CallerT = TypeVar("CallerT")


@dataclass(frozen=True, eq=False)
class Access(Generic[CallerT]):
    """Who may call a route; `description` says it in the API's documents."""

    description: str


ANYBODY = Access[None]("For anybody.")
NO_PROGRAM = Access[None]("For anybody without an access token.")
PERSON = Access[Person]("For a person with a session.")
PERSON_OR_PROGRAM = Access[Caller](
    "For a person with a session, or a program with an access token."
)
PROGRAM = Access[Program]("For a program with an access token.")


async def authenticate(
    request: web.Request, access: Access[CallerT], *, keeps_alive: bool
) -> CallerT:
    """Open what the request carries, as far as a route of this access needs it.

    An access token counts before a cookie. With `keeps_alive` the call is a use of the session.

    Raises:
        SessionRequired, CsrfFailed, SessionStale: see SealedCookieStorage.load_session.
        PermissionDenied: the route is not for programs, and the caller is one.
    """
    return cast("CallerT", await _authenticate(request, access, keeps_alive=keeps_alive))


async def _authenticate(
    request: web.Request, access: Access[CallerT], *, keeps_alive: bool
) -> Caller | None:
    if access is ANYBODY:
        return None
    in_address = "key" in request.query or PREFIX in request.query_string
    if in_address and access in (PERSON_OR_PROGRAM, PROGRAM):
        raise SessionRequired(
            "Send the access token in a header, such as Authorization or x-goog-api-key, never in "
            "the address: addresses end up in logs."
        )
    authentication = request.app[SERVICES].authentication
    credentials = program_credentials(request)
    if credentials is not None:
        if access in (NO_PROGRAM, PERSON):
            authentication.refuse_program(AccessToken(credentials))
        return authentication.program(AccessToken(credentials), keeps_alive=keeps_alive)
    if access is PROGRAM:
        raise SessionRequired(
            "Send an access token as the API key: in Authorization: Bearer gtw_…, x-api-key or "
            "x-goog-api-key."
        )
    if access is NO_PROGRAM:
        return None
    assert access in (PERSON, PERSON_OR_PROGRAM)
    session = cast("SealedSession", await get_session(request))
    return authentication.person(session, keeps_alive=keeps_alive)


def program_credentials(request: web.Request) -> str | None:
    """What the request sends as its access token; None if it sends none, empty if it is unclear.

    Each provider's API has a header for keys, and a program may fill several of them.

    Sources: https://www.rfc-editor.org/rfc/rfc6750#section-2.1,
    https://docs.claude.com/en/api/overview, https://ai.google.dev/api
    """
    sent = [value.partition(" ") for value in request.headers.getall(hdrs.AUTHORIZATION, ())]
    bearers = [value.strip() for scheme, _, value in sent if scheme.lower() == "bearer"]
    keys = [value.strip() for name in _KEY_HEADERS for value in request.headers.getall(name, ())]
    tokens = {value for value in (*bearers, *keys) if value.startswith(PREFIX)}
    if not tokens and not bearers:
        return None
    found = tokens or set(bearers)
    return found.pop() if len(found) == 1 else ""
