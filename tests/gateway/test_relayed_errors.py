"""Errors of LiteLLM's proxy, recorded from version 1.106. `make test-team` runs the real one."""

import json

import pytest

from gateway.errors import GatewayError
from gateway.providers.error_mapping import gateway_error
from gateway.providers.failures import ErrorReply


def told(status: int | None, error: dict[str, object]) -> GatewayError:
    """What the gateway makes of this error of a team's proxy."""
    reply = ErrorReply(status, json.dumps({"error": error}))
    return gateway_error(reply, "team", "Team")


ADVICE = (
    "\n\nLiteLLM: model group 'team-gpt' failed with the error above. No fallback was attempted."
)


def anthropic(kind: str, message: str) -> str:
    return json.dumps({"type": "error", "error": {"type": kind, "message": message}})


REPLIES = (
    (400, "no_db_connection", "No connected db.", "key_rejected"),
    (401, "token_not_found_in_db", "Authentication Error, Invalid proxy server token passed.",
     "key_rejected"),
    (401, "key_model_access_denied", "key not allowed to access model.", "permission_denied"),
    (400, "invalid_request_error", "/chat/completions: Invalid model name passed in model=nobody.",
     "model_unavailable"),
    (400, "budget_exceeded", "Budget has been exceeded! Current cost: 2, Max budget: 1",
     "quota_exhausted"),
    (429, "budget_exceeded", "ExceededBudget: over budget", "quota_exhausted"),
    (429, "all_deployments_in_cooldown", "No deployments available for selected model.",
     "rate_limited"),
    (401, "authentication_error", "litellm.AuthenticationError: AuthenticationError: "
     "OpenAIException - Incorrect API key provided: sk-proj-***WXYZ.", "permission_denied"),
    (401, "authentication_error", "litellm.AuthenticationError: AnthropicException - "
     + anthropic("authentication_error", "invalid x-api-key"), "permission_denied"),
    (429, "throttling_error", "litellm.RateLimitError: RateLimitError: OpenAIException - You "
     "exceeded your current quota, please check your plan and billing details.", "quota_exhausted"),
    (429, "throttling_error", "litellm.RateLimitError: RateLimitError: OpenAIException - Rate "
     "limit reached for gpt-4.1 on requests per min (RPM): Limit 3. You can increase your rate "
     "limit by adding a payment method to your account at https://platform.openai.com/account/billing.",
     "rate_limited"),
    (400, "invalid_request_error", "litellm.BadRequestError: AnthropicException - "
     + anthropic("invalid_request_error", "Your credit balance is too low to access the API."),
     "quota_exhausted"),
    (400, "invalid_request_error", "litellm.ContextWindowExceededError: litellm.BadRequestError: "
     "ContextWindowExceededError: OpenAIException - This model's maximum context length is 1.",
     "context_too_long"),
    (400, "invalid_request_error", "litellm.ContextWindowExceededError: litellm.BadRequestError: "
     f"AnthropicError - b'{anthropic('invalid_request_error', 'prompt is too long: 2 > 1')}'",
     "context_too_long"),
    (400, "invalid_request_error", "litellm.BadRequestError: litellm.ContentPolicyViolationError: "
     "ContentPolicyViolationError: OpenAIException - Invalid prompt: your prompt was flagged.",
     "content_blocked"),
    (404, "invalid_request_error", "litellm.NotFoundError: OpenAIException - The model `gpt-4` "
     "does not exist.", "model_unavailable"),
    (500, "internal_server_error", "litellm.InternalServerError: AnthropicError - "
     + anthropic("overloaded_error", "Overloaded"), "provider_overloaded"),
    (503, "internal_server_error", "litellm.ServiceUnavailableError: ServiceUnavailableError: "
     "OpenAIException - Our servers are currently overloaded.", "provider_overloaded"),
    (500, "internal_server_error", "litellm.InternalServerError: InternalServerError: "
     "OpenAIException - The server had an error.", "provider_error"),
    (None, None, "litellm.InternalServerError: AnthropicError - Overloaded", "provider_overloaded"),
)  # fmt: skip


@pytest.mark.parametrize(("status", "kind", "message", "code"), REPLIES)
def test_proxy_is_understood(status: int | None, kind: str | None, message: str, code: str) -> None:
    advice = ADVICE if message.startswith("litellm.") else ""
    error: dict[str, object] = {
        "message": message + advice,
        "type": kind,
        "param": None,
        "code": str(status),
    }
    understood = told(status, error)
    assert understood.code == code
    assert "litellm" not in understood.message


def test_key_rejected_behind_the_proxy_is_not_called_the_users_key() -> None:
    *_, message, _ = REPLIES[7]
    understood = told(401, {"message": message, "type": "authentication_error", "code": "401"})
    assert "Team's own key" in understood.message
