"""The services that routes work with, as one value of the application."""

from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from gateway.providers.catalogue import ProviderService
from gateway.providers.litellm_client import LiteLLMClient
from gateway.services.generating import GenerateService
from gateway.services.keys import KeyService
from gateway.services.models import ModelService
from gateway.session.authentication import Authentication
from gateway.session.registry import SessionRegistry
from gateway.session.tokens import AccessTokens


@dataclass(frozen=True, slots=True)
class Services:
    """What the application offers."""

    started_at: datetime
    authentication: Authentication
    registry: SessionRegistry
    tokens: AccessTokens
    providers: ProviderService
    litellm: LiteLLMClient
    models: ModelService
    keys: KeyService
    generate: GenerateService


SERVICES = web.AppKey("services", Services)
