"""One short module for each resource of the contract."""

from aiohttp import web

from gateway.web.routes import (
    api_docs,
    generations,
    health,
    keys,
    openai,
    page,
    providers,
    session,
    tokens,
)

ROUTES: list[web.RouteDef] = [
    *page.routes,
    *api_docs.routes,
    *health.routes,
    *session.routes,
    *providers.routes,
    *keys.routes,
    *generations.routes,
    *tokens.routes,
    *openai.routes,
]
