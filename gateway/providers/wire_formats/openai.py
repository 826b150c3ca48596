"""OpenAI's chat completions, which many other providers accept too.

Sources: https://platform.openai.com/docs/api-reference/chat,
https://platform.openai.com/docs/api-reference/models/list,
https://platform.openai.com/docs/guides/error-codes
"""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import SecretStr

from gateway.providers.chat import ChatRequest, FinishReason, Reading
from gateway.providers.http_client import HttpCall
from gateway.providers.litellm_client import Parts
from gateway.providers.told import parse_object
from gateway.providers.wire_formats.base import (
    ErrorSigns,
    PieceParser,
    Sign,
    WireFormat,
    overflow_patterns,
)


class OpenAIFormat(WireFormat):
    """Chat completions."""

    id = "openai"
    # Together says eos, Mistral model_length.
    finish_reasons: ClassVar[Mapping[str, FinishReason]] = {
        **dict.fromkeys(("stop", "tool_calls", "function_call", "eos"), "stop"),
        "length": "length",
        "model_length": "length",
        "content_filter": "content_filter",
    }
    errors = ErrorSigns(
        dead_key=(Sign((400, 401, 403), ("account_deactivated",)),),
        # "You have insufficient permissions for this operation. Missing scopes: api.model.read."
        restricted_key=(Sign((401, 403), phrases=("missing scopes",)),),
        region=(Sign((400, 401, 403), ("unsupported_country_region_territory",)),),
        account=(
            Sign(
                (401, 403),
                ("ip_not_authorized", "mismatched_organization", "mismatched_project"),
                (
                    "you must be a member of an organization",
                    "ip not authorized",
                    "your ip address",
                ),
            ),
            Sign(
                (400, 401, 403, 404),
                ("invalid_organization",),
                phrases=("organization must be verified", "no such organization"),
            ),
        ),
        # "… on tokens per min (TPM): Limit 10000, Requested 12874." Groq sends it with 413.
        larger_than_rate=(Sign((413, 429), (), ("request too large for",)),),
        no_credit=(
            Sign(
                (400, 402, 403, 429, None),
                ("insufficient_quota", "billing_not_active", "billing_hard_limit_reached"),
            ),
        ),
        prompt_too_long=(
            Sign(
                (400, 413, 422, None),
                ("context_length_exceeded",),
                ("this model's maximum context length",),
            ),
        ),
        blocked=(
            Sign(
                (400, 422, None),
                ("content_policy_violation", "content_filter", "invalid_prompt"),
                ("invalid prompt: your prompt was flagged",),
            ),
        ),
        no_model=(Sign((400, 403, 404), ("model_not_found",)),),
        # Accounts without a payment method read of billing here too.
        rate_limited=(Sign((429,), ("rate_limit_exceeded",), ("rate limit reached",)),),
        overloaded=(
            Sign(
                (None, 429, 500),
                ("server_is_overloaded",),
                ("the engine is currently overloaded", "that model is currently overloaded"),
            ),
        ),
        retry_delays=(
            re.compile(
                r"try again in (?:(?P<h>\d{1,3})h)?(?:(?P<m>\d{1,3})m(?!s))?"
                r"(?:(?P<s>\d{1,6}(?:\.\d{1,9})?)s)?"
            ),
        ),
        statuses=(
            ("context_length_exceeded", 400),
            ("invalid_api_key", 401),
            ("rate_limit_exceeded", 429),
        ),
        overflows=overflow_patterns(
            r"maximum context length is (?P<limit>{n}) tokens\D*(?P<asked>{n}) tokens",
            r"request too large for .*limit (?P<limit>{n}), requested (?P<asked>{n})",
        ),
    )

    def credentials(self, key: SecretStr | None) -> dict[str, str]:
        """The key as bearer."""
        return {"Authorization": f"Bearer {key.get_secret_value()}"} if key else {}

    def models_call(self, api_base: str, key: SecretStr) -> HttpCall:
        """GET /models."""
        return HttpCall(f"{api_base}/models", self.credentials(key))

    def is_model_list(self, body: Mapping[str, Any]) -> bool:
        """Whether it has a list in `data`."""
        return isinstance(body.get("data"), list)

    def chat_call(self, request: ChatRequest, model: str) -> HttpCall:
        """POST /chat/completions."""
        url, body = self._litellm.transformations.openai_call(request, model)
        return HttpCall(url, self.credentials(request.upstream.api_key), body)

    def read_whole(self, request: ChatRequest, model: str, body: bytes) -> Reading:
        """A plain answer is one large piece; without a message it is no answer."""
        parsed = parse_object(body)
        parsed["choices"] = [choice for choice in parsed["choices"] if choice]
        for choice in parsed["choices"]:
            choice["delta"] = dict(choice["message"])
        return self.reader().read_parsed(parsed)

    def _finish_reason(self, parsed: Mapping[str, Any]) -> str | None:
        return next((c.get("finish_reason") for c in parsed.get("choices") or () if c), None)

    def _piece_parser(self) -> PieceParser:
        return self._parts

    def _parts(self, parsed: dict[str, Any]) -> Parts:
        # LiteLLM builds five pydantic models for each piece to find the same fields.
        choice: dict[str, Any] = next(filter(None, parsed.get("choices") or ()), {})
        delta = choice.get("delta") or {}
        usage = parsed.get("usage")
        return (
            delta.get("content"),
            delta.get("reasoning_content") or delta.get("reasoning"),
            self._litellm.transformations.openai_usage(usage) if usage else None,
        )
