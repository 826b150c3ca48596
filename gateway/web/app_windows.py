"""App windows, such as Obsidian's: pages of an app, which a token may name by their origin.

They send Origin like any page, and ask before they send a token. Only an app's own token is let
through from there, and only that app's windows may read the answer.

Source: https://fetch.spec.whatwg.org/#http-cors-protocol
"""

from collections.abc import Collection

from aiohttp import hdrs, web

from gateway.session.access_token import AccessToken
from gateway.web.authentication import PERSON_OR_PROGRAM, PROGRAM
from gateway.web.responses import APP_ORIGIN
from gateway.web.routing import route_of
from gateway.web.services import SERVICES

_ANY_SITE = ("none", "same-origin", "same-site", "cross-site")


def allow_app(request: web.Request, credentials: str) -> tuple[Collection[str], Collection[str]]:
    """The values of Origin and Sec-Fetch-Site with which this access token may come."""
    sent = request.headers.getall(hdrs.ORIGIN, ())
    if not sent:
        return (), ()
    origin = request.app[SERVICES].authentication.app_origin(AccessToken(credentials))
    if origin is None or list(sent) != [origin]:
        return (), ()
    request[APP_ORIGIN] = origin
    return (origin,), _ANY_SITE


async def answer_preflight(request: web.Request) -> web.Response | None:
    """Let an app's window send what it asks for, if there is a token for that app.

    Returns:
        The permission; None where the request asks for none, or gets none.
    """
    origins = request.headers.getall(hdrs.ORIGIN, ())
    method = request.headers.get(hdrs.ACCESS_CONTROL_REQUEST_METHOD, "")
    authentication = request.app[SERVICES].authentication
    if len(origins) != 1 or not method or not authentication.has_app_origin(origins[0]):
        return None
    match = await request.app.router.resolve(request.clone(method=method))
    route = route_of(match.handler)
    if route is None or route.access not in (PROGRAM, PERSON_OR_PROGRAM):
        return None
    request[APP_ORIGIN] = origins[0]
    response = web.Response(status=204)
    response.headers[hdrs.ACCESS_CONTROL_ALLOW_METHODS] = route.method
    if asked := request.headers.get(hdrs.ACCESS_CONTROL_REQUEST_HEADERS):
        response.headers[hdrs.ACCESS_CONTROL_ALLOW_HEADERS] = asked
    if "Access-Control-Request-Private-Network" in request.headers:
        response.headers["Access-Control-Allow-Private-Network"] = "true"
    return response
