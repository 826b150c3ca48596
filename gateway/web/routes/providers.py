"""GET /providers: the catalogue, and how the session stands with each provider."""

from aiohttp import web

from gateway.providers import Provider
from gateway.session.keys import SessionKeyManager, mask_key
from gateway.web.callers import Program, may_use, open_caller
from gateway.web.context import ROOMS
from gateway.web.describe import Access, described
from gateway.web.responses import json_response
from gateway.web.schemas import KeyInfo, ProviderInfo, ProviderList


def key_info(provider: Provider, keys: SessionKeyManager, *, to_program: bool = False) -> KeyInfo:
    """The provider's key in this session, as it may be shown; to a program, only how it stands."""
    if not provider.settings.needs_key:
        return KeyInfo(state="not_needed")
    stored = keys.key(provider.id)
    if stored is None:
        return KeyInfo(state="missing")
    if to_program:
        return KeyInfo(state=stored.state)
    return KeyInfo(
        state=stored.state,
        masked=mask_key(stored.api_key, provider.settings.key_prefixes),
        added_at=stored.added_at,
        checked_at=stored.checked_at,
    )


@described(Access.PERSON_OR_PROGRAM, gives=ProviderList)
async def get_providers(request: web.Request) -> web.Response:
    """List the providers that the caller may use, in the catalogue's order.

    A program is told how a key stands, and nothing else of it.
    """
    caller = await open_caller(request)
    providers = [
        ProviderInfo(
            id=provider.id,
            name=provider.name,
            model=provider.settings.model,
            selected=provider.id == caller.keys.selected_provider,
            key=key_info(provider, caller.keys, to_program=isinstance(caller, Program)),
            key_url=provider.settings.key_url,
            key_prefixes=list(provider.settings.key_prefixes),
        )
        for provider in request.app[ROOMS].providers.all()
        if may_use(caller, provider.id)
    ]
    return json_response(ProviderList(providers=providers))


routes = [web.get("/providers", get_providers)]
