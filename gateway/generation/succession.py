"""Which model answers: the fixed one, or its successor once the provider has retired it."""

from gateway.generation.answer import Notice
from gateway.generation.request import Upstream


class Succession:
    """Remembers, while the gateway runs, how far each upstream's list of models has moved on."""

    def __init__(self) -> None:
        self._retired: dict[tuple[str, tuple[str, ...]], int] = {}

    def candidates(self, upstream: Upstream) -> tuple[str, ...]:
        """The models that are not known to be retired, in order."""
        return upstream.candidates[self._retired.get(_identity(upstream), 0) :]

    def chosen(self, upstream: Upstream, candidate: str) -> None:
        """A model has answered: those before it are not asked again."""
        self._retired[_identity(upstream)] = upstream.candidates.index(candidate)


def succession_notice(upstream: Upstream, candidate: str) -> Notice | None:
    """What the person is told when it is not the first model that answers."""
    if candidate == upstream.candidates[0]:
        return None
    return Notice(
        code="model_succeeded",
        message=(
            f"{upstream.name} no longer offers {upstream.model}; "
            f"its successor {bare_model(candidate)} answered."
        ),
    )


def bare_model(candidate: str) -> str:
    """The model's name at the provider, without LiteLLM's prefix."""
    return candidate.partition("/")[2]


def _identity(upstream: Upstream) -> tuple[str, tuple[str, ...]]:
    return upstream.api_base, upstream.candidates
