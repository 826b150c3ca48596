"""Access tokens for other programs on this machine: issue, list, revoke."""

from typing import Any

from aiohttp import web

from gateway.errors import NotFound, TooManyTokens, UnknownProvider
from gateway.session.access_token import IssuedToken
from gateway.web.callers import open_session, reopen
from gateway.web.context import ROOMS, read_body
from gateway.web.describe import Access, described
from gateway.web.responses import json_response
from gateway.web.schemas import EmptyBody, IssueToken, NewToken, TokenInfo, TokenList


@described(
    Access.PERSON,
    takes=IssueToken,
    gives=NewToken,
    status=201,
    errors=(UnknownProvider, TooManyTokens),
)
async def post_token(request: web.Request) -> web.Response:
    """Issue an access token for another program on this machine.

    Its text is in this answer, and never shown again. It ends after `expires_in` seconds, and with
    the session in any case. `max_cost_usd` bounds what it may spend: the last answer may exceed it,
    one that is broken off counts with the most it can have cost, and a provider whose price nobody
    knows is refused.
    """
    caller = await open_session(request)
    wanted = await read_body(request, IssueToken)
    reopen(request, caller)
    rooms = request.app[ROOMS]
    providers = wanted.providers and tuple(
        dict.fromkeys(rooms.providers.get(provider).id for provider in wanted.providers)
    )
    token, issued = rooms.tokens.issue(
        caller.record,
        caller.session,
        name=wanted.name,
        expires_in=wanted.expires_in,
        providers=providers or None,
        max_cost_usd=wanted.max_cost_usd,
    )
    body = NewToken(token=token.get_secret_value(), **_about(issued))
    return json_response(body, 201)


@described(Access.PERSON, gives=TokenList)
async def get_tokens(request: web.Request) -> web.Response:
    """List the session's access tokens, oldest first."""
    caller = await open_session(request)
    tokens = request.app[ROOMS].tokens.all(caller.record)
    return json_response(TokenList(tokens=[TokenInfo(**_about(token)) for token in tokens]))


@described(Access.PERSON, takes=EmptyBody, status=204, errors=(NotFound,))
async def delete_token(request: web.Request) -> web.Response:
    """Revoke an access token, and stop what it runs."""
    caller = await open_session(request)
    await read_body(request, EmptyBody)
    reopen(request, caller)
    request.app[ROOMS].tokens.revoke(caller.record, request.match_info["token"])
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
        "max_cost_usd": allowance and allowance.limit,
        "spent_usd": allowance and allowance.spent,
    }


routes = [
    web.post("/tokens", post_token),
    web.get("/tokens", get_tokens),
    web.delete("/tokens/{token}", delete_token),
]
