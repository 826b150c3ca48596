"""ModelService: which provider and models a name stands for."""

from collections.abc import Iterator
from dataclasses import dataclass

from gateway.providers.catalogue import Provider, ProviderService
from gateway.providers.chat import model_name
from gateway.providers.litellm_client import LiteLLMClient
from gateway.session.authentication import Caller, Program


@dataclass(frozen=True, slots=True)
class Model:
    """A provider, and the models that are asked in order, as LiteLLM names them."""

    provider: Provider
    candidates: tuple[str, ...]


class ModelService:
    """Finds models by name.

    Args:
        providers: the catalogue.
        litellm: knows the models of each provider.
    """

    def __init__(self, providers: ProviderService, litellm: LiteLLMClient) -> None:
        self._providers = providers
        self._litellm = litellm

    async def ready(self) -> None:
        """Load what `find_any` and `names` need, unless it is loaded already.

        Raises:
            GatewayError: it cannot be loaded.
        """
        await self._litellm.ready()

    def fixed(self, provider_id: str) -> Model:
        """The fixed model of a provider, with its fallback models.

        Raises:
            UnknownProvider: there is no such provider.
        """
        return _fixed(self._providers.get(provider_id))

    def find(self, name: str) -> Model | None:
        """The model of that name in the catalogue; None where there is none.

        A name is a provider's id, its fixed model, or `provider/model`, which may be a fallback.
        """
        providers = self._providers.all()
        for provider in providers:
            if name in (provider.id, f"{provider.id}/{provider.settings.model}"):
                return _fixed(provider)
        for provider in providers:
            for index, candidate in enumerate(provider.settings.upstream_models):
                if name == f"{provider.id}/{model_name(candidate)}":
                    return Model(provider, provider.settings.upstream_models[index:])
        return next((_fixed(p) for p in providers if name == p.settings.model), None)

    def find_any(self, name: str, api: str) -> Model | None:
        """The model of that name, of the catalogue or not. Await `ready` before.

        A name that is not in the catalogue is `provider/` and any model, or the bare name of one.
        That belongs to the provider whose models LiteLLM's map or the catalogue lists it among,
        else to the provider of that API.

        Returns:
            The model; None where a bare name is nobody's, and no provider has the API's id.
        """
        if (found := self.find(name)) is not None:
            return found
        providers = self._providers.all()
        for provider in providers:
            if name.startswith(f"{provider.id}/"):
                model = name.removeprefix(f"{provider.id}/")
                return _other(provider, model) if model else None
        for provider in providers:
            if self._has(provider, name):
                return _other(provider, name)
        return next((_other(p, name) for p in providers if p.id == api), None)

    def names(self, caller: Caller) -> list[tuple[str, Provider]]:
        """Each model that the caller may name, by a name that is found again, with its provider.

        Await `ready` before.
        """
        found: dict[str, Provider] = {}
        for provider in self._providers.all():
            if caller.may_use(provider.id):
                for name in self._names(provider, caller):
                    found.setdefault(name, provider)
        return list(found.items())

    def _names(self, provider: Provider, caller: Caller) -> Iterator[str]:
        yield self._unique_name(provider)
        if isinstance(caller, Program) and caller.token.models == "any":
            prefix = _prefix(provider)
            listed = map(model_name, provider.settings.upstream_models)
            for model in (*listed, *self._litellm.models.names(prefix)):
                found = self.find_any(model, provider.id)
                mine = found is not None and found.provider is provider
                yield model if mine else f"{provider.id}/{model}"

    def _unique_name(self, provider: Provider) -> str:
        name = provider.settings.model
        found = self.find(name)
        unique = found is not None and found.provider is provider
        return name if unique else f"{provider.id}/{name}"

    def _has(self, provider: Provider, name: str) -> bool:
        prefix = _prefix(provider)
        listed = f"{prefix}/{name}" in provider.settings.upstream_models
        return listed or self._litellm.models.has(prefix, name)


def _fixed(provider: Provider) -> Model:
    return Model(provider, provider.settings.upstream_models)


def _other(provider: Provider, name: str) -> Model:
    return Model(provider, (f"{_prefix(provider)}/{name}",))


def _prefix(provider: Provider) -> str:
    """LiteLLM's prefix for the provider's models."""
    return provider.settings.upstream_models[0].partition("/")[0]
