"""A provider's key: enter it, have it checked again, remove it."""

from aiohttp import web
from pydantic import SecretStr

from gateway.errors import (
    InvalidKeyFormat,
    KeyRejected,
    MissingKey,
    ProviderError,
    ProviderOverloaded,
    ProviderUnreachable,
    RateLimited,
    SessionFull,
    UnknownProvider,
)
from gateway.providers import Provider
from gateway.session.keys import StoredKey, StoredState, parse_key
from gateway.session.registry import now
from gateway.web.callers import open_session
from gateway.web.context import ROOMS, read_body
from gateway.web.describe import Access, described
from gateway.web.responses import json_response
from gateway.web.routes.providers import key_info
from gateway.web.schemas import EmptyBody, KeyInfo, PutKey

_NO_VERDICT = (ProviderUnreachable, ProviderError, ProviderOverloaded, RateLimited)
_KEY_ERRORS = (UnknownProvider, KeyRejected, SessionFull, *_NO_VERDICT)


@described(Access.PERSON, takes=PutKey, gives=KeyInfo, errors=(*_KEY_ERRORS, InvalidKeyFormat))
async def put_key(request: web.Request) -> web.Response:
    """Enter a key, which is checked by asking the provider for its list of models.

    One that the provider rejects is not kept, and does not replace a good one. Where the provider
    gives no answer, `allow_unverified` keeps the key all the same.
    """
    caller = await open_session(request)
    body = await read_body(request, PutKey)
    provider = _provider(request)
    key = parse_key(body.api_key)
    state: StoredState
    try:
        state = await request.app[ROOMS].providers.check_key(provider, key)
        checked_at = now()
    except _NO_VERDICT:
        if not body.allow_unverified:
            raise
        state, checked_at = "unverified", None
    caller.keys.store_key(provider.id, StoredKey(key, state, added_at=now(), checked_at=checked_at))
    return json_response(key_info(provider, caller.keys))


@described(Access.PERSON, takes=EmptyBody, gives=KeyInfo, errors=(*_KEY_ERRORS, MissingKey))
async def verify_key(request: web.Request) -> web.Response:
    """Check the key again, and remember what the provider says."""
    caller = await open_session(request)
    await read_body(request, EmptyBody)
    provider = _provider(request)
    stored = caller.keys.key(provider.id)
    if not provider.settings.needs_key:
        return json_response(key_info(provider, caller.keys))
    if stored is None:
        raise MissingKey(f"Add your {provider.name} key first.", provider=provider.id)
    state = await _state_of(request, provider, stored.api_key)
    caller.keys.store_key(
        provider.id, StoredKey(stored.api_key, state, stored.added_at, checked_at=now())
    )
    return json_response(key_info(provider, caller.keys))


@described(Access.PERSON, takes=EmptyBody, status=204, errors=(UnknownProvider, SessionFull))
async def delete_key(request: web.Request) -> web.Response:
    """Forget the key."""
    caller = await open_session(request)
    await read_body(request, EmptyBody)
    caller.keys.remove_key(_provider(request).id)
    return web.Response(status=204)


async def _state_of(request: web.Request, provider: Provider, key: SecretStr) -> StoredState:
    try:
        return await request.app[ROOMS].providers.check_key(provider, key)
    except KeyRejected:
        return "rejected"


def _provider(request: web.Request) -> Provider:
    return request.app[ROOMS].providers.get(request.match_info["provider"])


routes = [
    web.put("/keys/{provider}", put_key),
    web.post("/keys/{provider}/verify", verify_key),
    web.delete("/keys/{provider}", delete_key),
]
