"""A provider's key: enter it, have it checked again, remove it."""

from aiohttp import web

from gateway.errors import InvalidKeyFormat, KeyRejected, MissingKey, SessionFull, UnknownProvider
from gateway.services.keys import NO_VERDICT
from gateway.session.authentication import Person
from gateway.web.authentication import PERSON
from gateway.web.responses import json_response
from gateway.web.routing import Call, Route, RouteTable
from gateway.web.schemas import EmptyBody, KeyInfo, PutKey

_KEY_ERRORS = (UnknownProvider, KeyRejected, SessionFull, *NO_VERDICT)


async def put_key(call: Call[Person, PutKey]) -> web.Response:
    """Enter a key, which is checked by asking the provider for its list of models.

    One that the provider rejects is not kept, and does not replace a good one. Where the provider
    gives no answer, `allow_unverified` keeps the key all the same.
    """
    key = await call.services.keys.enter(
        call.caller,
        call.parameter("provider"),
        call.body.api_key,
        allow_unverified=call.body.allow_unverified,
    )
    return json_response(KeyInfo.model_validate(key))


async def verify_key(call: Call[Person, EmptyBody]) -> web.Response:
    """Check the key again, and remember what the provider says."""
    key = await call.services.keys.verify(call.caller, call.parameter("provider"))
    return json_response(KeyInfo.model_validate(key))


async def delete_key(call: Call[Person, EmptyBody]) -> web.Response:
    """Forget the key."""
    call.services.keys.remove(call.caller, call.parameter("provider"))
    return web.Response(status=204)


routes = RouteTable()
routes.add(
    Route(
        "PUT",
        "/keys/{provider}",
        put_key,
        access=PERSON,
        takes=PutKey,
        gives=KeyInfo,
        errors=(*_KEY_ERRORS, InvalidKeyFormat),
    )
)
routes.add(
    Route(
        "POST",
        "/keys/{provider}/verify",
        verify_key,
        access=PERSON,
        takes=EmptyBody,
        gives=KeyInfo,
        errors=(*_KEY_ERRORS, MissingKey),
    )
)
routes.add(
    Route(
        "DELETE",
        "/keys/{provider}",
        delete_key,
        access=PERSON,
        takes=EmptyBody,
        status=204,
        errors=(UnknownProvider, SessionFull),
    )
)
