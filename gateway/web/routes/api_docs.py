"""What the HTTP API is: for programs at /openapi.json, for people at /docs."""

from functools import lru_cache
from typing import Any

from aiohttp import web

from gateway.web.authentication import ANYBODY
from gateway.web.docs_page import docs_body
from gateway.web.html import html_page
from gateway.web.openapi import describe_api
from gateway.web.responses import json_response
from gateway.web.routing import Call, Route, RouteTable, routes_of


async def get_openapi(call: Call[None, None]) -> web.Response:
    """Describe this API, as an OpenAPI 3.1 document."""
    return json_response(_document(call.request.app))


async def get_docs(call: Call[None, None]) -> web.Response:
    """Describe this API, as a page to read."""
    return html_page("Gatehouse's HTTP API", docs_body(_document(call.request.app)))


@lru_cache(maxsize=1)
def _document(app: web.Application) -> dict[str, Any]:
    """The description, made once: that takes a good part of a second."""
    return describe_api(list(routes_of(app)))


routes = RouteTable()
routes.add(
    Route(
        "GET",
        "/openapi.json",
        get_openapi,
        access=ANYBODY,
        gives=dict[str, Any],
        for_address_bar=True,
    )
)
routes.add(
    Route(
        "GET",
        "/docs",
        get_docs,
        access=ANYBODY,
        gives=str,
        content_type="text/html",
        for_address_bar=True,
    )
)
