"""Which model answers: the fixed one, or a fallback model once the provider has retired it."""


class FallbackModels:
    """Remembers, while the gateway runs, which models of each address are retired."""

    def __init__(self) -> None:
        self._retired: dict[tuple[str, tuple[str, ...]], int] = {}

    def remaining(self, api_base: str, candidates: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the models that are not known to be retired there, in order."""
        return candidates[self._retired.get((api_base, candidates), 0) :]

    def remember(self, api_base: str, candidates: tuple[str, ...], candidate: str) -> None:
        """One of the models has answered: those before it are not asked again."""
        self._retired[api_base, candidates] = candidates.index(candidate)
