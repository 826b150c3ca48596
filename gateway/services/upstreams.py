"""Where a caller's request goes, and with which key."""

from pydantic import SecretStr

from gateway.errors import MissingKey
from gateway.providers.chat import Upstream
from gateway.services.models import Model
from gateway.session.authentication import Caller, Program


def key_for(caller: Caller, model: Model) -> SecretStr | None:
    """The caller's key for the model's provider; None for a provider that needs none.

    Raises:
        PermissionDenied: the caller's token may not use the provider.
        MissingKey: the session has no key for it.
    """
    provider = model.provider
    if isinstance(caller, Program):
        caller.token.ensure_may_use(provider.id)
    stored = caller.open_keys().key(provider.id)
    if stored is None and provider.settings.needs_key:
        raise MissingKey(f"Add your {provider.name} key first.", provider=provider.id)
    return stored.api_key if stored else None


def upstream_of(caller: Caller, model: Model) -> Upstream:
    """Where the request goes, and with which key.

    Raises:
        PermissionDenied, MissingKey: as key_for raises them.
    """
    settings = model.provider.settings
    return Upstream(
        provider=model.provider.id,
        name=model.provider.name,
        model=settings.model,
        candidates=model.candidates,
        api_base=settings.api_base,
        api_key=key_for(caller, model),
        transport=settings.transport,
        wire_format=settings.wire_format,
    )
