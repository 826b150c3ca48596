"""Anthropic's messages.

Sources: https://docs.claude.com/en/api/messages, https://docs.claude.com/en/api/models-list,
https://docs.claude.com/en/api/handling-stop-reasons, https://docs.claude.com/en/api/errors
"""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import SecretStr

from gateway.providers.chat import ChatRequest, FinishReason, Piece, Reading
from gateway.providers.http_client import HttpCall
from gateway.providers.told import parse_object, told
from gateway.providers.wire_formats.base import (
    ErrorSigns,
    PieceParser,
    Sign,
    WireFormat,
    overflow_patterns,
    silent_on_nulls,
)
from gateway.surrogates import SurrogateJoiner


class AnthropicFormat(WireFormat):
    """Messages."""

    id = "anthropic"
    # Not pause_turn: the turn is to be gone on with.
    finish_reasons: ClassVar[Mapping[str, FinishReason]] = {
        **dict.fromkeys(("end_turn", "stop_sequence", "tool_use"), "stop"),
        "max_tokens": "length",
        "model_context_window_exceeded": "length",
        "refusal": "content_filter",
    }
    errors = ErrorSigns(
        dead_key=(Sign((400, 401, 403), (), ("this organization has been disabled",)),),
        # What its front says to countries that it does not serve.
        region=(Sign((403,), ("forbidden",), ("request not allowed",)),),
        no_credit=(
            Sign(
                (400, 402, 403, 429, None),
                ("billing_error",),
                (
                    "your credit balance is too low",
                    "you have reached your specified",
                    "extra usage is required",
                ),
            ),
        ),
        prompt_too_long=(
            Sign(
                (400, 413, 422, None),
                ("request_too_large",),
                ("prompt is too long", "input length and `max_tokens` exceed context limit"),
            ),
        ),
        blocked=(Sign((400, 422, None), (), ("output blocked by content filtering policy",)),),
        overloaded=(Sign((None, 500), ("overloaded_error",), ("overloaded",)),),
        statuses=(
            ("request_too_large", 413),
            ("authentication_error", 401),
            ("not_found_error", 404),
            ("timeout_error", 504),
            ("api_error", 500),
            ("permission_error", 403),
            ("rate_limit_error", 429),
            ("invalid_request_error", 400),
        ),
        overflows=overflow_patterns(
            r"prompt is too long: (?P<asked>{n}) tokens > (?P<limit>{n}) maximum",
            r"exceed context limit: (?P<asked>{n}) \+ (?P<more>{n}) > (?P<limit>{n})",
        ),
    )

    def credentials(self, key: SecretStr | None) -> dict[str, str]:
        """The key as x-api-key."""
        return {"x-api-key": key.get_secret_value()} if key else {}

    def models_call(self, api_base: str, key: SecretStr) -> HttpCall:
        """GET /v1/models."""
        headers = {**self.credentials(key), "anthropic-version": "2023-06-01"}
        return HttpCall(f"{api_base}/v1/models", headers)

    def is_model_list(self, body: Mapping[str, Any]) -> bool:
        """Whether it has a list in `data`."""
        return isinstance(body.get("data"), list)

    def chat_call(self, request: ChatRequest, model: str) -> HttpCall:
        """POST /v1/messages."""
        upstream = request.upstream
        key = upstream.api_key.get_secret_value() if upstream.api_key else "none"
        headers, body = self._litellm.transformations.anthropic_call(request, model, key)
        return HttpCall(f"{upstream.api_base}/v1/messages", headers, body)

    def read_whole(self, request: ChatRequest, model: str, body: bytes) -> Reading:
        """Read a plain answer, by LiteLLM's reader of whole ones.

        Raises:
            ErrorReply: it is an error.
            Exception: it cannot be parsed.
        """
        parsed = parse_object(body)
        text, reasoning, usage = self._litellm.transformations.anthropic_answer(
            request, model, json.dumps(told(parsed)).encode()
        )
        return Reading(
            Piece(SurrogateJoiner().feed(text or ""), SurrogateJoiner().feed(reasoning or "")),
            self.finish_reason(parsed),
            # Where there is none, LiteLLM makes one up.
            usage if parsed.get("usage") else None,
        )

    def _finish_reason(self, parsed: Mapping[str, Any]) -> str | None:
        holder = parsed.get("delta") if parsed.get("type") == "message_delta" else parsed
        return (holder or {}).get("stop_reason")

    def _piece_parser(self) -> PieceParser:
        return silent_on_nulls(self._litellm.transformations.anthropic_pieces())
