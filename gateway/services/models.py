"""ModelService: which provider and models a name stands for."""

from dataclasses import dataclass

from gateway.providers.catalogue import Provider, ProviderService
from gateway.providers.chat import model_name
from gateway.session.authentication import Caller


@dataclass(frozen=True, slots=True)
class Model:
    """A provider, and the models that are asked in order, as LiteLLM names them."""

    provider: Provider
    candidates: tuple[str, ...]


class ModelService:
    """Finds models by name.

    Args:
        providers: the catalogue.
    """

    def __init__(self, providers: ProviderService) -> None:
        self._providers = providers

    def fixed(self, provider_id: str) -> Model:
        """The fixed model of a provider, with its fallback models.

        Raises:
            UnknownProvider: there is no such provider.
        """
        return _fixed(self._providers.get(provider_id))

    def find(self, name: str) -> Model | None:
        """The model of that name; None where there is none.

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

    def names(self, caller: Caller) -> list[tuple[str, Provider]]:
        """For each provider that the caller may use, a name by which `find` finds it."""
        return [
            (self._unique_name(provider), provider)
            for provider in self._providers.all()
            if caller.may_use(provider.id)
        ]

    def _unique_name(self, provider: Provider) -> str:
        name = provider.settings.model
        found = self.find(name)
        unique = found is not None and found.provider is provider
        return name if unique else f"{provider.id}/{name}"


def _fixed(provider: Provider) -> Model:
    return Model(provider, provider.settings.upstream_models)
