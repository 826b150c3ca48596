"""One short module for each resource of the contract."""

from typing import Any

from gateway.web.routes import (
    anthropic,
    api_docs,
    gemini,
    generations,
    health,
    keys,
    models,
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
    *models.routes,
    *openai.routes,
    *anthropic.routes,
    *gemini.routes,
]
