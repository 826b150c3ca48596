"""create_app: the only place that ties the parts together."""

import asyncio
import os
import warnings
from collections.abc import AsyncIterator

import aiohttp_session
from aiohttp import web

from gateway.folders import state_folder
from gateway.generation.attempts import Attempts
from gateway.generation.fallback import FallbackModels
from gateway.generation.generations import Generations
from gateway.generation.retry import RetryPolicy
from gateway.identity.identity import Identity
from gateway.identity.proof import Proof
from gateway.identity.state_folder import StateFolder
from gateway.providers.catalogue import ProviderService
from gateway.providers.chat_client import ChatClient
from gateway.providers.direct import DirectTransport
from gateway.providers.http_client import HttpClient
from gateway.providers.litellm_client import LiteLLMClient
from gateway.providers.wire_formats import WireFormats
from gateway.services.generating import GenerateService
from gateway.services.keys import KeyService
from gateway.services.models import ModelService
from gateway.services.passing_through import PassThroughService
from gateway.services.running_calls import RunningCalls
from gateway.services.sessions import SessionService
from gateway.services.spending import SpendingService
from gateway.services.tokens import TokenService
from gateway.services.translating import TranslateService
from gateway.session.authentication import Authentication
from gateway.session.registry import SessionRegistry, now
from gateway.session.sealed_cookie import SealedCookieStorage
from gateway.session.tokens import AccessTokens
from gateway.settings import Settings, forget_provider_environment
from gateway.web.error_handling import answer_errors
from gateway.web.guard import guard
from gateway.web.owner_limits import OwnerLimits
from gateway.web.routes import ROUTES
from gateway.web.routing import check_routes
from gateway.web.server import on_response_prepare
from gateway.web.services import SERVICES, Services

_SWEEP_SECONDS = 30


def create_app(settings: Settings) -> web.Application:
    """The gateway as an aiohttp application; run it with web.server.GatewayRunner."""
    forget_provider_environment(os.environ)
    # aiohttp-session 2.12 keeps its session in the request under a plain string.
    warnings.filterwarnings("ignore", category=web.NotAppKeyWarning, module="aiohttp_session")

    registry = SessionRegistry(settings.session_idle, settings.session_lifetime, now)
    tokens = AccessTokens(registry, now)
    authentication = Authentication(registry, tokens)

    http = HttpClient(settings.provider_timeout)
    litellm = LiteLLMClient(settings.providers, http, settings.provider_timeout)
    formats = WireFormats(litellm)
    providers = ProviderService(settings.providers, http, formats)
    client = ChatClient(DirectTransport(http, formats), litellm, formats)
    policy = RetryPolicy(settings.retry_attempts, settings.retry_wait)
    fallback = FallbackModels()
    generations = Generations(Attempts(client, policy, fallback), now)

    # A session or token that has ended owns nothing any more: its generations stop.
    registry.on_end.append(generations.forget)
    tokens.on_end.append(generations.forget)

    app = web.Application(
        middlewares=[
            answer_errors,
            guard(settings.extension_origins),
            aiohttp_session.session_middleware(SealedCookieStorage(registry, tokens)),
        ]
    )
    spending = SpendingService(litellm)
    running = RunningCalls()
    tokens.on_end.append(running.forget)
    app[SERVICES] = Services(
        started_at=now(),
        identity=Identity(StateFolder(state_folder())),
        proof=Proof(),
        litellm=litellm,
        authentication=authentication,
        owner_limits=OwnerLimits(),
        sessions=SessionService(registry, authentication, providers, litellm),
        tokens=TokenService(tokens, authentication, providers),
        providers=providers,
        keys=KeyService(providers),
        models=ModelService(providers, litellm),
        generate=GenerateService(authentication, generations, spending),
        pass_through=PassThroughService(
            authentication, spending, http, formats, litellm, fallback, running
        ),
        translate=TranslateService(authentication, spending, litellm, formats, fallback, running),
    )
    app.on_response_prepare.append(on_response_prepare)
    app.on_startup.append(check_routes)
    app.add_routes([route.definition for route in ROUTES])

    async def lifetime(_app: web.Application) -> AsyncIterator[None]:
        """While the gateway runs, what is too old ends; when it stops, nothing is left open."""

        async def sweep() -> None:
            while True:
                await asyncio.sleep(_SWEEP_SECONDS)
                registry.sweep()
                tokens.sweep()
                generations.sweep()

        sweeper = asyncio.create_task(sweep())
        yield
        sweeper.cancel()
        # aiohttp keeps applications in a cache, so their sessions have to be ended here.
        registry.close()
        await generations.close()
        await http.close()
        await litellm.close()

    app.cleanup_ctx.append(lifetime)
    return app
