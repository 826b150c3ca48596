"""GET /health: whether the gateway runs, which one, and how it reaches the providers."""

from aiohttp import web

from gateway import CONTRACT, __version__
from gateway.web.context import ROOMS
from gateway.web.responses import json_response
from gateway.web.schemas import Health


async def get_health(request: web.Request) -> web.Response:
    """Needs no session and does not keep one alive."""
    rooms = request.app[ROOMS]
    return json_response(
        Health(
            version=__version__,
            contract=CONTRACT,
            started_at=rooms.started_at,
            litellm=rooms.litellm.state,
            ways={provider.id: provider.settings.way for provider in rooms.providers.all()},
        )
    )


routes = [web.get("/health", get_health)]
