"""When another attempt is made, and after how long."""

import pytest

from gateway import errors
from gateway.generation.retry import RetryPolicy

POLICY = RetryPolicy(attempts=3, budget=20)


@pytest.mark.parametrize(
    "kind",
    [
        errors.RateLimited,
        errors.ProviderOverloaded,
        errors.ProviderError,
        errors.ProviderUnreachable,
    ],
)
def test_what_passes_is_tried_again(kind: type[errors.GatewayError]) -> None:
    assert POLICY.wait_before_next(kind("x"), 1, 0) is not None


@pytest.mark.parametrize(
    "kind",
    [
        errors.ProviderTimeout,
        errors.KeyRejected,
        errors.QuotaExhausted,
        errors.PermissionDenied,
        errors.ModelUnavailable,
        errors.ContextTooLong,
        errors.ContentBlocked,
        errors.InvalidRequest,
    ],
)
def test_what_does_not_pass_is_not(kind: type[errors.GatewayError]) -> None:
    assert POLICY.wait_before_next(kind("x"), 1, 0) is None


def test_attempts_are_counted() -> None:
    error = errors.ProviderError("x")
    assert POLICY.wait_before_next(error, 2, 0) is not None
    assert POLICY.wait_before_next(error, 3, 0) is None


@pytest.mark.parametrize("chance", [0.5, 1.0])
def test_wait_doubles_with_jitter(monkeypatch: pytest.MonkeyPatch, chance: float) -> None:
    monkeypatch.setattr("random.uniform", lambda low, high: {0.5: low, 1.0: high}[chance])
    error = errors.ProviderError("x")
    assert POLICY.wait_before_next(error, 1, 0) == 0.5 * chance
    assert POLICY.wait_before_next(error, 2, 0) == 1.0 * chance


def test_retry_after_is_obeyed_within_the_budget() -> None:
    assert POLICY.wait_before_next(errors.RateLimited("x", retry_after=20), 1, 0) == 20
    assert POLICY.wait_before_next(errors.RateLimited("x", retry_after=20.1), 1, 0) is None
    assert POLICY.wait_before_next(errors.RateLimited("x", retry_after=15), 2, 6) is None
    assert POLICY.wait_before_next(errors.RateLimited("x", retry_after=0), 1, 0) == 0
