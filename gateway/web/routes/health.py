"""GET /health: whether the gateway runs, which version, and how it reaches the providers."""

from aiohttp import web

from gateway import CONTRACT, __version__
from gateway.errors import InvalidRequest
from gateway.identity.identity import CHALLENGE, is_challenge
from gateway.web.authentication import ANYBODY
from gateway.web.responses import json_response
from gateway.web.routing import Call, Route, RouteTable
from gateway.web.schemas import Health, IdentityAnswer, ProvenHealth


async def get_health(call: Call[None, None]) -> web.Response:
    """Tell whether the gateway runs, since when, and how far LiteLLM is loaded.

    Needs no session, and keeps none alive. With a challenge, 32 random bytes in base64url without
    padding, the gateway proves its identity: that it is this user's, and listens at this address.
    """
    services = call.services
    health = Health(
        version=__version__,
        contract=CONTRACT,
        started_at=services.started_at,
        litellm=services.litellm.state,
        transports={p.id: p.settings.transport for p in services.providers.all()},
    )
    challenges = call.request.query.getall("challenge", ())
    if not challenges:
        return json_response(health)
    if len(challenges) > 1 or not is_challenge(challenges[0]):
        raise InvalidRequest(
            "A challenge is 32 random bytes in base64url without padding.", field="challenge"
        )
    assert call.request.transport is not None
    host, port = call.request.transport.get_extra_info("sockname")[:2]
    identity = IdentityAnswer(
        public_key=services.identity.public_key,
        signature=services.identity.sign(challenges[0], host, port),
    )
    return json_response(ProvenHealth(**dict(health), identity=identity))


routes = RouteTable()
routes.add(
    Route(
        "GET",
        "/health",
        get_health,
        access=ANYBODY,
        gives=Health | ProvenHealth,
        query={"challenge": CHALLENGE},
    )
)
