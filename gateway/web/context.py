"""What every route needs: the rooms of the application, and the request's body."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from gateway.errors import InvalidRequest, RequestTooLarge
from gateway.generation.jobs import GenerationJobs
from gateway.generation.litellm_client import LiteLLMClient
from gateway.providers import ProviderService
from gateway.session.registry import SessionRegistry
from gateway.session.tokens import AccessTokens
from gateway.web.guard import MAX_BODY_BYTES
from gateway.web.schemas import Model, parse_body

# Seconds for a whole body; over loopback it takes a fraction of one.
_BODY_TIMEOUT = 15


@dataclass(frozen=True, slots=True)
class Rooms:
    """The parts of the gateway that routes work with."""

    started_at: datetime
    registry: SessionRegistry
    tokens: AccessTokens
    providers: ProviderService
    litellm: LiteLLMClient
    jobs: GenerationJobs


ROOMS = web.AppKey("rooms", Rooms)


async def read_body(request: web.Request, model: type[Model]) -> Model:
    """The request's body as a model.

    Raises:
        RequestTooLarge: it is over the limit.
        InvalidRequest: it does not fit, or does not come.
    """
    body = bytearray()
    try:
        async with asyncio.timeout(_BODY_TIMEOUT):
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > MAX_BODY_BYTES:
                    raise RequestTooLarge
    except TimeoutError:
        raise InvalidRequest("The body did not arrive in time.") from None
    return parse_body(model, bytes(body))
