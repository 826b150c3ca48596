"""Validates and reads a request for content as Gemini does."""

from gateway.sandbox.calls import Call, stops
from gateway.sandbox.conversation import all_text, current_turn
from gateway.sandbox.errors import Json
from gateway.sandbox.gemini.contents import read_contents, text_of
from gateway.sandbox.gemini.errors import GeminiErrors
from gateway.sandbox.gemini.fields import camel_fields, read_fields
from gateway.sandbox.gemini.tools import check_schema, read_offer
from gateway.sandbox.models import Model, Models
from gateway.sandbox.tools import Offer, as_json

ARRAY = "application/json; charset=UTF-8"
"""The media type of a stream without `alt=sse`: one JSON array."""

# fmt: off
_FIELDS = frozenset({
    "cachedContent", "contents", "generationConfig", "labels", "model", "safetySettings",
    "serviceTier", "store", "systemInstruction", "toolConfig", "tools",
})
_CONFIG = frozenset({
    "candidateCount", "enableEnhancedCivicAnswers", "frequencyPenalty", "imageConfig", "logprobs",
    "maxOutputTokens", "mediaResolution", "presencePenalty", "responseFormat",
    "responseJsonSchema", "responseLogprobs", "responseMimeType", "responseModalities",
    "responseSchema", "seed", "speechConfig", "stopSequences", "temperature", "thinkingConfig",
    "topK", "topP",
})
# fmt: on
_COUNTED = frozenset({"contents", "generateContentRequest"})
_JSON = "application/json"
_ANY_OBJECT: Json = {
    "type": "object",
    "properties": {"answer": {"type": "string"}},
    "required": ["answer"],
}


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
    body = read_fields(body, _FIELDS, "", errors)
    config = read_fields(body.get("generationConfig"), _CONFIG, "generation_config", errors)
    found = models.get(model)
    if found is not None and found.embeds is not None:
        raise errors.unsupported(model, "generateContent")
    messages = read_contents(body.get("contents"), errors, found)
    _check_ranges(config, errors, found)
    offer = read_offer(body, errors)
    texts = [text_of(body.get("systemInstruction")), all_text(messages)]
    if body.get("tools"):
        texts.append(as_json(body["tools"]))
    return Call(
        model=model,
        turn=current_turn(messages),
        input_text="\n".join(texts),
        max_tokens=config.get("maxOutputTokens"),
        stream=stream,
        shows_thinking=bool(camel_fields(config.get("thinkingConfig")).get("includeThoughts")),
        media_type="text/event-stream" if sse else ARRAY,
        offer=offer,
        schema=_schema(config, offer, errors, found),
        stop=stops(config.get("stopSequences")),
        pictures=sum(message.pictures for message in messages),
        files=sum(message.files for message in messages),
        body={**body, "generationConfig": config},
    )


def read_count(body: Json, errors: GeminiErrors, models: Models, *, model: str) -> Call:
    """Read contents to be counted, or a whole request."""
    fields = read_fields(body, _COUNTED, "", errors)
    asked = fields.get("generateContentRequest") or {"contents": fields.get("contents")}
    return read(asked, errors, models, model=model, stream=False, sse=False)


def _schema(config: Json, offer: Offer, errors: GeminiErrors, model: Model | None) -> Json | None:
    """Give the JSON Schema of the answer, None where it is a text."""
    kind = config.get("responseMimeType") or "text/plain"
    own = config.get("responseSchema")
    check_schema(own, "generation_config.response_schema", errors)
    schema: Json | None = config.get("responseJsonSchema") or own
    if kind != _JSON:
        if schema is not None and kind == "text/plain":
            raise errors.invalid(
                "* GenerateContentRequest.generation_config.response_schema: only allowed when "
                f"response_mime_type is '{_JSON}'.\n"
            )
        return None
    if offer.tools and model is not None and not model.signs_calls:
        raise errors.invalid(
            f"Function calling with a response mime type: '{_JSON}' is unsupported"
        )
    return schema or _ANY_OBJECT


def streams(path: str) -> bool:
    """Tell whether this path is the one that answers in a stream."""
    return path.endswith(":streamGenerateContent")


def _check_ranges(config: Json, errors: GeminiErrors, model: Model | None) -> None:
    ranges = [("temperature", 0, 2, "2.0001"), ("candidateCount", 1, 8, "9")]
    if model is not None:
        ranges.append(("maxOutputTokens", 1, model.output_limit, str(model.output_limit + 1)))
    for name, least, most, beyond in ranges:
        value = config.get(name)
        if isinstance(value, float) and name != "temperature":
            raise errors.bad_value(f"generation_config.{name}", "TYPE_INT32", str(value))
        if value is not None and not least <= value <= most:
            raise errors.invalid(
                f"Unable to submit request because it has a {name} value of {value} but the "
                f"supported range is from {least} (inclusive) to {beyond} (exclusive). Update the "
                "value and try again."
            )
