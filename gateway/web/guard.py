"""The guard: which requests are accepted at all, before a session is looked at."""

from collections.abc import Collection, Iterable

from aiohttp import HttpVersion11, hdrs, web
from aiohttp.typedefs import Handler, Middleware

from gateway.errors import (
    ForbiddenHost,
    ForbiddenOrigin,
    InvalidRequest,
    UnsupportedMediaType,
)
from gateway.web.app_windows import allow_app, answer_preflight
from gateway.web.authentication import program_credentials
from gateway.web.bodies import SMALL_BODY, too_large
from gateway.web.contract import check_contract
from gateway.web.routing import route_of

# Answered whatever the contract's version, so that either side can learn the other's.
_SHOWS_THE_CONTRACT = "/health"


def guard(extension_origins: Iterable[str]) -> Middleware:
    """A middleware that refuses what neither our extension nor a program sends.

    Args:
        extension_origins: the origins that may call.
    """
    origins = frozenset(extension_origins)

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        _check_host(request)
        if request.method == hdrs.METH_OPTIONS:
            permission = await answer_preflight(request)
            if permission is not None:
                return permission
        # In the address bar the browser sends Sec-Fetch-Mode: navigate.
        route = route_of(request.match_info.handler)
        if route is None or not route.for_address_bar:
            _check_origin(request, origins)
        if request.path != _SHOWS_THE_CONTRACT:
            check_contract(request)
        if (no_route := request.match_info.http_exception) is not None:
            raise no_route
        _check_body(request, route.max_body if route else SMALL_BODY)
        return await handler(request)

    return middleware


def _check_host(request: web.Request) -> None:
    """Against DNS rebinding: exactly one Host line, and it names this very socket.

    Read from the raw headers, since an absolute-form target changes request.host.
    """
    assert request.transport is not None
    address, port = request.transport.get_extra_info("sockname")[:2]
    own = f"[{address}]" if ":" in address else address
    allowed = {f"{name}:{port}".encode() for name in (own, "127.0.0.1", "localhost")}
    hosts = [value for name, value in request.raw_headers if name.lower() == b"host"]
    if len(hosts) != 1 or hosts[0] not in allowed:
        raise ForbiddenHost
    if request.version != HttpVersion11 or not request.raw_path.startswith("/"):
        raise InvalidRequest("Send HTTP/1.1 with a path as the request's target.")


def _check_origin(request: web.Request, origins: frozenset[str]) -> None:
    """Against web pages: where a browser names an origin, it is one that may call.

    Our extension's requests carry Sec-Fetch-Site: none and Sec-Fetch-Mode: cors; no page's do.
    """
    credentials = program_credentials(request)
    allowed: Collection[str] = origins
    sites: Collection[str] = ("none",)
    if credentials is not None:
        # No browser has an access token: a leaked one is worthless to a page, and to any extension.
        allowed, sites = allow_app(request, credentials)
    expected = ((hdrs.ORIGIN, allowed), ("Sec-Fetch-Site", sites), ("Sec-Fetch-Mode", ("cors",)))
    for header, values in expected:
        if any(value not in values for value in request.headers.getall(header, ())):
            raise ForbiddenOrigin


def _check_body(request: web.Request, limit: int) -> None:
    """A body is plain JSON within the limit, or there is none."""
    if (request.content_length or 0) > limit:
        raise too_large(limit)
    if not request.body_exists or request.content_length == 0:
        return
    charset = (request.charset or "utf-8").lower()
    if (
        request.content_type != "application/json"
        or charset not in ("utf-8", "utf8")
        or hdrs.CONTENT_ENCODING in request.headers
    ):
        raise UnsupportedMediaType
