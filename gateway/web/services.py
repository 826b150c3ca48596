"""The services that routes work with, as one value of the application."""

from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from gateway.identity.identity import Identity
from gateway.identity.proof import Proof
from gateway.providers.catalogue import ProviderService
from gateway.providers.litellm_client import LiteLLMClient
from gateway.services.generating import GenerateService
from gateway.services.keys import KeyService
from gateway.services.models import ModelService
from gateway.services.passing_through import PassThroughService
from gateway.services.sessions import SessionService
from gateway.services.tokens import TokenService
from gateway.services.translating import TranslateService
from gateway.session.authentication import Authentication
from gateway.web.owner_limits import OwnerLimits


@dataclass(frozen=True, slots=True)
class Services:
    """What the application offers; `litellm` is here for its state alone."""

    started_at: datetime
    identity: Identity
    proof: Proof
    litellm: LiteLLMClient
    authentication: Authentication
    owner_limits: OwnerLimits
    sessions: SessionService
    tokens: TokenService
    providers: ProviderService
    keys: KeyService
    models: ModelService
    generate: GenerateService
    pass_through: PassThroughService
    translate: TranslateService


SERVICES = web.AppKey("services", Services)
