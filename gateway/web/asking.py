"""From what a caller may do to a generation that runs: the provider, its key, a token's limits."""

from collections.abc import Callable

from aiohttp import web

from gateway.errors import GatewayError, MissingKey, PermissionDenied
from gateway.generation.job import Generation
from gateway.generation.prices import charged_for
from gateway.generation.request import GenerationRequest, Upstream
from gateway.providers import Provider
from gateway.web.callers import Caller, Program, reopen
from gateway.web.context import ROOMS


def upstream_for(caller: Caller, provider: Provider) -> Upstream:
    """Where a request to the provider goes, and with which key.

    Raises:
        PermissionDenied: the caller's token may not use the provider.
        MissingKey: the session has no key for it.
    """
    if isinstance(caller, Program):
        caller.token.ensure_may_use(provider.id)
    stored = caller.keys.key(provider.id)
    if stored is None and provider.settings.needs_key:
        raise MissingKey(f"Add your {provider.name} key first.", provider=provider.id)
    return Upstream(
        provider=provider.id,
        name=provider.name,
        model=provider.settings.model,
        candidates=provider.settings.upstream_models,
        api_base=provider.settings.api_base,
        api_key=stored.api_key if stored else None,
        way=provider.settings.transport,
    )


async def start_generation(
    request: web.Request, caller: Caller, ask: Callable[[Caller], GenerationRequest]
) -> Generation:
    """Begin a generation, with the keys as they are at this moment, within a token's limits.

    Args:
        request: whose application generates.
        caller: who asks.
        ask: makes the request out of the caller's keys.

    Raises:
        GatewayError: the caller may not, or not now.
    """
    rooms = request.app[ROOMS]
    allowance = caller.token.allowance if isinstance(caller, Program) else None
    if allowance is None:
        asked = ask(reopen(request, caller))
        return rooms.jobs.start(caller.owner, asked)

    await rooms.litellm.ready()
    asked = ask(reopen(request, caller))
    most = rooms.litellm.highest_cost(asked)
    if most is None:
        raise PermissionDenied(
            f"This access token has a limit of ${allowance.limit:g}, and nobody knows what an "
            f"answer of {asked.upstream.name} costs, so the limit could not be kept. Use a token "
            "without a limit for it.",
            provider=asked.upstream.provider,
        )
    allowance.reserve(most)
    try:
        return rooms.jobs.start(
            caller.owner,
            asked,
            lambda ended: allowance.settle(most, charged_for(ended.answer(), ended.broken, most)),
        )
    except GatewayError:
        allowance.settle(most, 0.0)
        raise
