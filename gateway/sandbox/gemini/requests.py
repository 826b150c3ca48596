"""Validates and reads a request for content as Gemini does."""

from typing import Any

from gateway.sandbox.calls import Call
from gateway.sandbox.conversation import Message, Role, current_turn
from gateway.sandbox.errors import Json
from gateway.sandbox.gemini.errors import GeminiErrors
from gateway.sandbox.models import Model, Models

ARRAY = "application/json; charset=UTF-8"
"""The media type of a stream without `alt=sse`: one JSON array."""

# fmt: off
_FIELDS = frozenset({
    "cachedContent", "contents", "generationConfig", "labels", "model", "safetySettings",
    "serviceTier", "store", "systemInstruction", "toolConfig", "tools",
})
_CONFIG = frozenset({
    "candidateCount", "enableEnhancedCivicAnswers", "frequencyPenalty", "imageConfig", "logprobs",
    "maxOutputTokens", "mediaResolution", "presencePenalty", "responseJsonSchema",
    "responseLogprobs", "responseMimeType", "responseModalities", "responseSchema", "seed",
    "speechConfig", "stopSequences", "temperature", "thinkingConfig", "topK", "topP",
})
# fmt: on
_ROLES = {"user": Role.USER, "model": Role.ASSISTANT}


def read(
    body: Json,
    errors: GeminiErrors,
    models: Models,
    *,
    model: str,
    stream: bool,
    sse: bool,
) -> Call:
    """Validate the fields, with Gemini's messages, and read them."""
    body = _camel_fields(body)
    config = _camel_fields(body.get("generationConfig") or {})
    for where, known, given in (("", _FIELDS, body), ("generation_config", _CONFIG, config)):
        for name in given:
            if name not in known:
                raise errors.unknown_field(name, where)
    contents = body.get("contents")
    if not contents:
        raise errors.invalid("* GenerateContentRequest.contents: contents is not specified\n")
    if any(content.get("role", "user") not in {"user", "model"} for content in contents):
        raise errors.invalid("Please use a valid role: user, model.")
    _check_ranges(config, errors, models.get(model))
    read_contents = [
        Message(_ROLES[content.get("role", "user")], (_text(content),)) for content in contents
    ]
    system = _text(body.get("systemInstruction"))
    return Call(
        model=model,
        turn=current_turn(read_contents),
        input_text="\n".join([system, *(_text(content) for content in contents)]),
        max_tokens=config.get("maxOutputTokens"),
        stream=stream,
        shows_thinking=bool(
            _camel_fields(config.get("thinkingConfig") or {}).get("includeThoughts")
        ),
        media_type="text/event-stream" if sse else ARRAY,
    )


def streams(path: str) -> bool:
    """Tell whether this path is the one that answers in a stream."""
    return path.endswith(":streamGenerateContent")


def _check_ranges(config: Json, errors: GeminiErrors, model: Model | None) -> None:
    ranges = [("temperature", 0, 2, "2.0001")]
    if model is not None:
        ranges.append(("maxOutputTokens", 1, model.output_limit, str(model.output_limit + 1)))
    for name, least, most, beyond in ranges:
        value = config.get(name)
        if value is not None and not least <= value <= most:
            raise errors.invalid(
                f"Unable to submit request because it has a {name} value of {value} but the "
                f"supported range is from {least} (inclusive) to {beyond} (exclusive). Update the "
                "value and try again."
            )


def _camel_fields(fields: Json) -> Json:
    """Rename snake_case fields, which Gemini accepts too and LiteLLM partly sends."""
    renamed = {}
    for name, value in fields.items():
        first, *others = name.split("_")
        renamed[first + "".join(word.capitalize() for word in others)] = value
    return renamed


def _text(content: Any) -> str:
    parts = content.get("parts", []) if isinstance(content, dict) else []
    return "".join(str(part.get("text", "")) for part in parts)
