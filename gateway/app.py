"""create_app: the only place that ties the rooms together."""

import asyncio
import os
import warnings
from collections.abc import AsyncIterator

import aiohttp_session
from aiohttp import web

from gateway.generation.attempts import Attempts
from gateway.generation.jobs import GenerationJobs
from gateway.generation.litellm_client import LiteLLMClient
from gateway.generation.retry import RetryPolicy
from gateway.providers import ProviderService
from gateway.session.registry import SessionRegistry, now
from gateway.session.sealed_cookie import SealedCookieStorage
from gateway.session.tokens import AccessTokens
from gateway.settings import Settings, forget_provider_environment
from gateway.web.context import ROOMS, Rooms
from gateway.web.error_handling import answer_errors
from gateway.web.guard import guard
from gateway.web.routes import ROUTES
from gateway.web.server import on_response_prepare

_SWEEP_SECONDS = 30


def create_app(settings: Settings) -> web.Application:
    """The gateway as an aiohttp application; run it with web.server.GatewayRunner."""
    forget_provider_environment(os.environ)
    # aiohttp-session 2.12 keeps its session in the request under a plain string.
    warnings.filterwarnings("ignore", category=web.NotAppKeyWarning, module="aiohttp_session")
    litellm = LiteLLMClient(settings.provider_timeout)
    policy = RetryPolicy(settings.retry_attempts, settings.retry_wait)
    registry = SessionRegistry(settings.session_idle, settings.session_lifetime, now)
    rooms = Rooms(
        started_at=now(),
        registry=registry,
        tokens=AccessTokens(registry, now),
        providers=ProviderService(settings.providers),
        litellm=litellm,
        jobs=GenerationJobs(Attempts(litellm, policy), now),
    )
    # A session or token that has ended owns nothing any more: what it runs stops.
    rooms.registry.on_end.append(rooms.jobs.forget)
    rooms.tokens.on_end.append(rooms.jobs.forget)

    app = web.Application(
        middlewares=[
            answer_errors,
            guard(settings.extension_origins),
            aiohttp_session.session_middleware(SealedCookieStorage(rooms.registry, rooms.tokens)),
        ]
    )
    app[ROOMS] = rooms
    app.on_response_prepare.append(on_response_prepare)
    app.cleanup_ctx.append(_running)
    app.add_routes(ROUTES)
    return app


async def _running(app: web.Application) -> AsyncIterator[None]:
    """While the gateway runs, what is too old ends; when it stops, nothing is left open."""
    rooms = app[ROOMS]

    async def sweep() -> None:
        while True:
            await asyncio.sleep(_SWEEP_SECONDS)
            rooms.registry.sweep()
            rooms.tokens.sweep()
            rooms.jobs.sweep()

    sweeper = asyncio.create_task(sweep())
    yield
    sweeper.cancel()
    # aiohttp keeps an application for good, in a cache of its own: so its sessions are ended here.
    rooms.registry.close()
    await rooms.jobs.close()
    await rooms.providers.close()
    await rooms.litellm.close()
