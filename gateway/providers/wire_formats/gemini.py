"""Gemini's generateContent.

Its plain answers are read as pieces: LiteLLM's reader of whole ones drops filtered text. Sources:
https://ai.google.dev/api/generate-content, https://ai.google.dev/api/models,
https://ai.google.dev/api/generate-content#FinishReason,
https://ai.google.dev/gemini-api/docs/troubleshooting
"""

import json
import re
from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import SecretStr

from gateway.providers.chat import ChatRequest, FinishReason, Piece, Reading
from gateway.providers.http_client import HttpCall
from gateway.providers.told import parse_json
from gateway.providers.wire_formats.base import (
    ErrorSigns,
    PieceParser,
    Sign,
    WireFormat,
    overflow_patterns,
    silent_on_nulls,
)


class GeminiFormat(WireFormat):
    """generateContent, and streamGenerateContent."""

    id = "gemini"
    # Not OTHER, MALFORMED_FUNCTION_CALL and the like: the answer is not whole.
    finish_reasons: ClassVar[Mapping[str, FinishReason]] = {
        "stop": "stop",
        "max_tokens": "length",
        "safety": "content_filter",
        "recitation": "content_filter",
        "blocklist": "content_filter",
        "prohibited_content": "content_filter",
        "spii": "content_filter",
        "image_safety": "content_filter",
        "language": "content_filter",
    }
    errors = ErrorSigns(
        # A 403 may also mean a living key that may not do this, so its status says nothing.
        dead_key=(
            Sign(
                (400, 401, 403),
                ("api_key_invalid", "consumer_suspended"),
                ("your api key was reported as leaked", "api key expired"),
            ),
        ),
        region=(
            Sign(
                (400, 403),
                (),
                ("user location is not supported",),
                ("is not available in your country", "location is not supported"),
            ),
        ),
        no_credit=(
            Sign(
                (400, 402, 403, 429, None),
                (),
                (
                    "your prepayment credits",
                    "your project has exceeded its monthly spending cap",
                ),
            ),
        ),
        prompt_too_long=(
            Sign(
                (400, 413, 422, None),
                phrases=("the input token count", "request payload size exceeds the limit"),
            ),
        ),
        blocked=(Sign((400, 422, None), ("prohibited_content",)),),
        overloaded=(
            Sign((None, 500), ("unavailable",), ("unavailable", "the model is overloaded")),
        ),
        statuses=(
            ("resource_exhausted", 429),
            ("invalid_argument", 400),
            ("permission_denied", 403),
            ("unauthenticated", 401),
            ("not_found", 404),
            ("deadline_exceeded", 504),
            ("internal", 500),
        ),
        # It says "check your plan and billing details" of both; the quota's id tells them apart.
        spent_quotas=(re.compile("perday"), re.compile(r"limit: 0\b")),
        short_quotas=(re.compile("perminute|persecond|retrydelay"),),
        retry_delays=(re.compile(r'"retrydelay":\s*"(?P<s>\d{1,9}(?:\.\d{1,9})?)s'),),
        overflows=overflow_patterns(
            r"input token count \(?(?P<asked>{n})\)? exceeds the maximum number of tokens allowed "
            r"\(?(?P<limit>{n})"
        ),
    )

    def credentials(self, key: SecretStr | None) -> dict[str, str]:
        """The key as x-goog-api-key, never in the address."""
        return {"x-goog-api-key": key.get_secret_value()} if key else {}

    def models_call(self, api_base: str, key: SecretStr) -> HttpCall:
        """GET /models."""
        return HttpCall(f"{api_base}/models", self.credentials(key))

    def is_model_list(self, body: Mapping[str, Any]) -> bool:
        """Whether it has a list in `models`."""
        return isinstance(body.get("models"), list)

    def chat_call(self, request: ChatRequest, model: str) -> HttpCall:
        """POST /models/{model}:generateContent, or its streaming counterpart."""
        upstream = request.upstream
        method = "streamGenerateContent?alt=sse" if request.stream else "generateContent"
        return HttpCall(
            f"{upstream.api_base}/models/{model}:{method}",
            self.credentials(upstream.api_key),
            self._litellm.transformations.gemini_body(request, model),
        )

    def read_whole(self, request: ChatRequest, model: str, body: bytes) -> Reading:
        """Read a plain answer, or the list that a stream is where no events are asked for.

        Raises:
            ErrorReply: it is an error.
            Exception: it cannot be parsed.
        """
        pieces = parse_json(body)
        if not isinstance(pieces, list):
            return super().read_whole(request, model, body)
        reader = self.reader()
        readings = [reader.read(json.dumps(piece)) for piece in pieces]
        text = "".join(reading.piece.text for reading in readings)
        reasoning = "".join(reading.piece.reasoning for reading in readings)
        ends = [reading.finish_reason for reading in readings if reading.finish_reason]
        usages = [reading.usage for reading in readings if reading.usage]
        return Reading(
            Piece(text, reasoning), ends[-1] if ends else None, usages[-1] if usages else None
        )

    def _finish_reason(self, parsed: Mapping[str, Any]) -> str | None:
        if (parsed.get("promptFeedback") or {}).get("blockReason"):
            return "prohibited_content"
        return next((c.get("finishReason") for c in parsed.get("candidates") or () if c), None)

    def _piece_parser(self) -> PieceParser:
        return silent_on_nulls(self._litellm.transformations.gemini_pieces())
