"""How every response looks: its headers, JSON bodies and the one shape of an error."""

import math
import secrets
from typing import Any

from aiohttp import hdrs, web
from pydantic_core import to_json

from gateway.errors import GatewayError

REQUEST_ID = web.RequestKey("request_id", str)

APP_ORIGIN = web.RequestKey("app_origin", str)
"""The origin of an app's window whose request came with the app's own token."""

OWN_ID_HEADER = "X-Gatehouse-Request-Id"
"""Carries the request's id where X-Request-Id is the provider's."""

_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def new_request_id() -> str:
    """An id by which a person can find a request in the log."""
    return f"req_{secrets.token_hex(8)}"


def add_common_headers(response: web.StreamResponse, request_id: str) -> None:
    """Give a response what every response has, where it has not a value of its own."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["Server"] = "Gatehouse"
    if OWN_ID_HEADER not in response.headers:
        response.headers["X-Request-Id"] = request_id


def add_cors_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Let the app's window read the answer, where the request came with its token."""
    if (origin := request.get(APP_ORIGIN)) is not None:
        response.headers[hdrs.ACCESS_CONTROL_ALLOW_ORIGIN] = origin
        response.headers[hdrs.VARY] = hdrs.ORIGIN


def json_response(body: object, status: int = 200) -> web.Response:
    """A JSON response of plain values, dataclasses or pydantic models."""
    return web.Response(body=to_json(body), status=status, content_type="application/json")


def error_body(error: GatewayError, request_id: str) -> dict[str, Any]:
    """ERROR, the same for every route."""
    return {"error": error.describe(request_id)}


def error_response(
    error: GatewayError, request_id: str, body: object | None = None
) -> web.Response:
    """An error as a response, with Retry-After where it is known; `body` is another form of it."""
    response = json_response(body or error_body(error, request_id), error.status)
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(math.ceil(error.retry_after))
    return response
