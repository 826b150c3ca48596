"""Access tokens for other programs on this machine: issue, list, revoke."""

from typing import Any

from aiohttp import web

from gateway.errors import NotFound, TooManyTokens, UnknownProvider
from gateway.session.access_token import IssuedToken
from gateway.session.authentication import Person
from gateway.web.authentication import PERSON
from gateway.web.responses import json_response
from gateway.web.routing import Call, Route, RouteTable
from gateway.web.schemas import EmptyBody, IssueToken, NewToken, TokenInfo, TokenList


async def post_token(call: Call[Person, IssueToken]) -> web.Response:
    """Issue an access token for another program on this machine.

    Its text is in this answer, and never shown again. It ends after `expires_in` seconds, and with
    the session in any case. With `models: "any"` it may name any model of its providers. With
    `origin` it works from the windows of that app, and of no other.
    `max_cost_usd` limits what it may spend: a request whose highest cost does not fit into what is
    left is refused or shortened, an answer that is broken off counts with the most it can have
    cost, and a provider without a known price is refused.
    """
    wanted = call.body
    token, issued = call.services.tokens.issue(
        call.caller,
        name=wanted.name,
        expires_in=wanted.expires_in,
        providers=wanted.providers,
        models=wanted.models,
        origin=wanted.origin,
        max_cost_usd=wanted.max_cost_usd,
    )
    body = NewToken(token=token.get_secret_value(), **_about(issued))
    return json_response(body, 201)


async def get_tokens(call: Call[Person, None]) -> web.Response:
    """List the session's access tokens, oldest first."""
    tokens = call.services.tokens.all(call.caller)
    return json_response(TokenList(tokens=[TokenInfo(**_about(token)) for token in tokens]))


async def delete_token(call: Call[Person, EmptyBody]) -> web.Response:
    """Revoke an access token, and stop what it runs."""
    call.services.tokens.revoke(call.caller, call.parameter("token"))
    return web.Response(status=204)


def _about(token: IssuedToken) -> dict[str, Any]:
    allowance = token.allowance
    return {
        "id": token.id,
        "name": token.name,
        "last4": token.last4,
        "created_at": token.created_at,
        "expires_at": token.expires_at,
        "last_used_at": token.last_used_at,
        "providers": token.providers,
        "models": token.models,
        "origin": token.origin,
        "max_cost_usd": allowance.limit if allowance.limited else None,
        "spent_usd": allowance.spent,
        "requests": token.requests,
    }


routes = RouteTable()
routes.add(
    Route(
        "POST",
        "/tokens",
        post_token,
        access=PERSON,
        takes=IssueToken,
        gives=NewToken,
        status=201,
        errors=(UnknownProvider, TooManyTokens),
    )
)
routes.add(Route("GET", "/tokens", get_tokens, access=PERSON, gives=TokenList))
routes.add(
    Route(
        "DELETE",
        "/tokens/{token}",
        delete_token,
        access=PERSON,
        takes=EmptyBody,
        status=204,
        errors=(NotFound,),
    )
)
