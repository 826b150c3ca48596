"""How OpenAI, Anthropic and Gemini are spoken to: LiteLLM builds the calls and reads the answers.

LiteLLM's classes know the formats; its transport, logging and retries stay out. Read here are the
few fields of OpenAI's pieces, which take LiteLLM as long as all else of them, and why an answer
ended: from the provider's own word, which LiteLLM flattens or makes up. Sources:
https://platform.openai.com/docs/api-reference/chat/object,
https://docs.claude.com/en/api/handling-stop-reasons,
https://ai.google.dev/api/generate-content#FinishReason
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from gateway.generation.answer import FinishReason, Piece
from gateway.generation.litellm_internals import Internals
from gateway.generation.request import GenerationRequest
from gateway.generation.surrogates import SurrogateJoiner
from gateway.generation.transport import Call

# What providers call an ending that is not simply the answer's.
_LENGTH = {"length", "max_tokens", "model_context_window_exceeded"}
_FILTERED = {
    "content_filter",
    "refusal",
    "safety",
    "recitation",
    "blocklist",
    "prohibited_content",
    "spii",
    "language",
}


class ErrorInAnswer(Exception):
    """The provider sent an error where an answer was due. `body` is as it came."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        super().__init__()
        self.body = body


@dataclass(frozen=True, slots=True)
class Reading:
    """What one piece of a stream, or a whole answer, holds.

    `ended_with` is None until the provider itself says that the answer has ended. `usage` is
    LiteLLM's, complete so far.
    """

    piece: Piece
    ended_with: FinishReason | None = None
    usage: Any = None


Parts = tuple[str | None, str | None, Any]
"""Text, thinking, and what LiteLLM calls usage."""

PieceParser = Callable[[dict[str, Any]], Parts]


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked, in LiteLLM's terms."""

    config: Any
    model: str
    messages: list[dict[str, str]]
    parameters: dict[str, Any]


class Dialect(ABC):
    """One wire format."""

    provider: ClassVar[str]

    def __init__(self, internals: Internals) -> None:
        self._internals = internals

    def call(self, request: GenerationRequest, model: str) -> Call:
        """The HTTP call that asks `model`."""
        config = self._internals.chat_config(self.provider, model)
        wanted = {
            "max_tokens": request.max_tokens,
            "temperature": request.temperature,
            "stream": request.stream or None,
            "stream_options": {"include_usage": True} if request.stream else None,
        }
        parameters = config.map_openai_params(
            non_default_params={k: v for k, v in wanted.items() if v is not None},
            optional_params={},
            model=model,
            drop_params=True,
        )
        messages = [{"role": m.role, "content": m.content} for m in request.messages]
        return self._build(request, _Question(config, model, messages, parameters))

    @abstractmethod
    def _build(self, request: GenerationRequest, asked: _Question) -> Call: ...

    def read_whole(self, request: GenerationRequest, model: str, body: bytes) -> Reading:
        """Read a plain answer: as one large piece, unless the format has another shape for it.

        Raises:
            ErrorInAnswer: it is an error.
            Exception: it is no answer, in whatever way it is stumbled over.
        """
        return self.pieces().read(body)

    def pieces(self) -> "PieceReader":
        """A reader for the pieces of one stream."""
        return PieceReader(self._piece_parser(), self._raw_ending)

    @abstractmethod
    def _raw_ending(self, parsed: Mapping[str, Any]) -> str | None:
        """The provider's word for why the answer ended, or None where it has not."""

    @abstractmethod
    def _piece_parser(self) -> PieceParser:
        """What takes the pieces of one stream apart."""


class PieceReader:
    """Reads the pieces of one stream, in order."""

    def __init__(
        self, parse: PieceParser, raw_ending: Callable[[Mapping[str, Any]], str | None]
    ) -> None:
        self._parse = parse
        self._raw_ending = raw_ending
        self._join_text, self._join_reasoning = SurrogateJoiner(), SurrogateJoiner()

    def read(self, data: str | bytes) -> Reading:
        """Read the data of one event.

        Raises:
            ErrorInAnswer: it is an error.
            Exception: it is no piece, in whatever way it is stumbled over.
        """
        return self.read_parsed(_parse(data))

    def read_parsed(self, parsed: dict[str, Any]) -> Reading:
        """Read a piece that has been parsed; raises as `read` does."""
        ended_with = _reason(self._raw_ending(parsed))
        text, reasoning, usage = self._parse(parsed)
        piece = Piece(self._join_text.feed(text or ""), self._join_reasoning.feed(reasoning or ""))
        return Reading(piece, ended_with, _reported(usage))


def _by_litellm(parser: Any) -> PieceParser:
    """LiteLLM's parser for the pieces of one stream."""

    def parse(parsed: dict[str, Any]) -> Parts:
        chunk = parser.chunk_parser(parsed)
        usage = getattr(chunk, "usage", None)
        if not chunk.choices:
            return None, None, usage
        delta = chunk.choices[0].delta
        return delta.content, getattr(delta, "reasoning_content", None), usage

    return parse


class OpenAIDialect(Dialect):
    """OpenAI's chat completions, which many other providers speak too."""

    provider = "openai"

    def _build(self, request: GenerationRequest, asked: _Question) -> Call:
        upstream = request.upstream
        url = asked.config.get_complete_url(
            upstream.api_base, None, asked.model, asked.parameters, {}
        )
        body = asked.config.transform_request(asked.model, asked.messages, asked.parameters, {}, {})
        key = upstream.api_key.get_secret_value() if upstream.api_key else None
        return Call(url, {"Authorization": f"Bearer {key}"} if key else {}, body)

    def read_whole(self, request: GenerationRequest, model: str, body: bytes) -> Reading:
        """A plain answer is one large piece, and none without a message."""
        parsed = _parse(body)
        for choice in parsed["choices"]:
            choice["delta"] = dict(choice["message"])
        return self.pieces().read_parsed(parsed)

    def _raw_ending(self, parsed: Mapping[str, Any]) -> str | None:
        return next((c.get("finish_reason") for c in parsed.get("choices") or ()), None)

    def _piece_parser(self) -> PieceParser:
        return self._parts

    def _parts(self, parsed: dict[str, Any]) -> Parts:
        # LiteLLM builds five models of pydantic's for each piece to find the same fields.
        choice: dict[str, Any] = next(iter(parsed.get("choices") or ()), {})
        said = choice.get("delta") or {}
        usage = parsed.get("usage")
        return (
            said.get("content"),
            said.get("reasoning_content") or said.get("reasoning"),
            self._internals.usage(usage) if usage else None,
        )


class AnthropicDialect(Dialect):
    """Anthropic's messages."""

    provider = "anthropic"

    def _build(self, request: GenerationRequest, asked: _Question) -> Call:
        upstream = request.upstream
        key = upstream.api_key.get_secret_value() if upstream.api_key else "none"
        content: tuple[Any, ...] = (asked.model, asked.messages, asked.parameters, {})
        headers = asked.config.validate_environment(
            {}, *content, api_key=key, api_base=upstream.api_base
        )
        body = asked.config.transform_request(*content, headers)
        return Call(f"{upstream.api_base}/v1/messages", headers, body)

    def read_whole(self, request: GenerationRequest, model: str, body: bytes) -> Reading:
        """Read a plain answer, by LiteLLM's reader of whole ones.

        Raises:
            ErrorInAnswer: it is an error.
            Exception: it is no answer, in whatever way LiteLLM stumbles over it.
        """
        parsed = _parse(body)
        response = self._internals.plain_answer(
            self._internals.chat_config(self.provider, model), model, request.messages, body
        )
        message = response.choices[0].message
        text, reasoning = message.content or "", getattr(message, "reasoning_content", None) or ""
        return Reading(
            Piece(SurrogateJoiner().feed(text), SurrogateJoiner().feed(reasoning)),
            _reason(self._raw_ending(parsed)),
            _reported(response.usage) if parsed.get("usage") else None,
        )

    def _raw_ending(self, parsed: Mapping[str, Any]) -> str | None:
        holder = parsed.get("delta") if parsed.get("type") == "message_delta" else parsed
        return (holder or {}).get("stop_reason")

    def _piece_parser(self) -> PieceParser:
        return _by_litellm(self._internals.anthropic_pieces())


class GeminiDialect(Dialect):
    """Gemini's generateContent.

    Its plain answers are read as pieces: LiteLLM's reader of whole ones drops filtered text.
    """

    provider = "gemini"

    def _build(self, request: GenerationRequest, asked: _Question) -> Call:
        upstream = request.upstream
        method = "streamGenerateContent?alt=sse" if request.stream else "generateContent"
        key = upstream.api_key.get_secret_value() if upstream.api_key else None
        return Call(
            f"{upstream.api_base}/models/{asked.model}:{method}",
            {"x-goog-api-key": key} if key else {},
            self._internals.gemini_request_body(asked.model, asked.messages, asked.parameters),
        )

    def _raw_ending(self, parsed: Mapping[str, Any]) -> str | None:
        if (parsed.get("promptFeedback") or {}).get("blockReason"):
            return "prohibited_content"
        return next((c.get("finishReason") for c in parsed.get("candidates") or ()), None)

    def _piece_parser(self) -> PieceParser:
        return _by_litellm(self._internals.gemini_pieces())


DIALECTS: dict[str, type[Dialect]] = {
    dialect.provider: dialect for dialect in (OpenAIDialect, AnthropicDialect, GeminiDialect)
}


def _parse(data: str | bytes) -> dict[str, Any]:
    parsed = json.loads(data)
    if not isinstance(parsed, dict):
        raise TypeError("An answer is an object")
    if parsed.get("error"):
        raise ErrorInAnswer(parsed)
    return parsed


def _reason(raw: str | None) -> FinishReason | None:
    if raw is None:
        return None
    reason = raw.lower()
    if reason in _LENGTH:
        return "length"
    return "content_filter" if reason in _FILTERED else "stop"


def _reported(usage: Any) -> Any:
    return usage if usage is not None and usage.total_tokens else None
