"""GET /providers: the catalogue, and how the session stands with each provider."""

from aiohttp import web

from gateway.services.keys import key_view
from gateway.session.authentication import Caller
from gateway.web.authentication import PERSON_OR_PROGRAM
from gateway.web.responses import json_response
from gateway.web.routing import Call, Route, RouteTable
from gateway.web.schemas import KeyInfo, ProviderInfo, ProviderList


async def get_providers(call: Call[Caller, None]) -> web.Response:
    """List the providers that the caller may use, in the catalogue's order.

    A program sees the state of a key, and nothing else of it.
    """
    caller, keys = call.caller, call.caller.open_keys()
    providers = [
        ProviderInfo(
            id=provider.id,
            name=provider.name,
            model=provider.settings.model,
            selected=provider.id == keys.selected_provider,
            key=KeyInfo.model_validate(key_view(caller, keys, provider)),
            key_url=provider.settings.key_url,
            key_prefixes=list(provider.settings.key_prefixes),
        )
        for provider in call.services.providers.all()
        if caller.may_use(provider.id)
    ]
    return json_response(ProviderList(providers=providers))


routes = RouteTable()
routes.add(Route("GET", "/providers", get_providers, access=PERSON_OR_PROGRAM, gives=ProviderList))
