"""Which model answers: the fixed one, or a fallback model once the provider has retired it."""

from gateway.providers.chat import Upstream


class FallbackModels:
    """Remembers, while the gateway runs, which models of each upstream are retired."""

    def __init__(self) -> None:
        self._retired: dict[tuple[str, tuple[str, ...]], int] = {}

    def candidates(self, upstream: Upstream) -> tuple[str, ...]:
        """The models that are not known to be retired, in order."""
        return upstream.candidates[self._retired.get(_identity(upstream), 0) :]

    def remember(self, upstream: Upstream, candidate: str) -> None:
        """A model has answered: those before it are not asked again."""
        self._retired[_identity(upstream)] = upstream.candidates.index(candidate)


def _identity(upstream: Upstream) -> tuple[str, tuple[str, ...]]:
    return upstream.api_base, upstream.candidates
