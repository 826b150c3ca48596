"""GET /health: whether the gateway runs, which version, and how it reaches the providers."""

from aiohttp import web

from gateway import CONTRACT, __version__
from gateway.web.authentication import ANYBODY
from gateway.web.responses import json_response
from gateway.web.routing import Call, Route, RouteTable
from gateway.web.schemas import Health


async def get_health(call: Call[None, None]) -> web.Response:
    """Tell whether the gateway runs, since when, and how far LiteLLM is loaded.

    Needs no session, and keeps none alive.
    """
    services = call.services
    return json_response(
        Health(
            version=__version__,
            contract=CONTRACT,
            started_at=services.started_at,
            litellm=services.litellm.state,
            transports={p.id: p.settings.transport for p in services.providers.all()},
        )
    )


routes = RouteTable()
routes.add(Route("GET", "/health", get_health, access=ANYBODY, gives=Health))
