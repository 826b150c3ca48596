"""One short module for each resource of the contract."""

from typing import Any

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
from gateway.web.routing import Route

ROUTES: list[Route[Any, Any]] = [
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
