"""GET /health: whether the gateway runs, which one, and how it reaches the providers."""

from aiohttp import web

from gateway import CONTRACT, __version__
from gateway.web.context import ROOMS
from gateway.web.describe import Access, described
from gateway.web.responses import json_response
from gateway.web.schemas import Health


@described(Access.ANYBODY, gives=Health)
async def get_health(request: web.Request) -> web.Response:
    """Tell whether the gateway runs, since when, and how far LiteLLM is loaded.

    Needs no session, and keeps none alive.
    """
    rooms = request.app[ROOMS]
    return json_response(
        Health(
            version=__version__,
            contract=CONTRACT,
            started_at=rooms.started_at,
            litellm=rooms.litellm.state,
            ways={provider.id: provider.settings.transport for provider in rooms.providers.all()},
        )
    )


routes = [web.get("/health", get_health)]
