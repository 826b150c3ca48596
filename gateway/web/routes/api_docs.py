"""What the HTTP API is: for programs at /openapi.json, for people at /docs."""

from functools import lru_cache
from typing import Any

from aiohttp import web

from gateway.web.describe import Access, described
from gateway.web.docs_page import docs_body
from gateway.web.html import html_page
from gateway.web.openapi import describe_api
from gateway.web.responses import json_response


@described(Access.ANYBODY, gives=dict[str, Any])
async def get_openapi(request: web.Request) -> web.Response:
    """Describe this API, as an OpenAPI 3.1 document."""
    return json_response(_document(request.app))


@described(Access.ANYBODY, gives=str, content_type="text/html")
async def get_docs(request: web.Request) -> web.Response:
    """Describe this API, as a page to read."""
    return html_page("Gatehouse's HTTP API", docs_body(_document(request.app)))


@lru_cache(maxsize=1)
def _document(app: web.Application) -> dict[str, Any]:
    """The description, made once: that takes a good part of a second."""
    return describe_api(app)


routes = [web.get("/openapi.json", get_openapi), web.get("/docs", get_docs)]
