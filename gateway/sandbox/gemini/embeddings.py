"""Reads requests for embeddings, and writes these, as Gemini does."""

from typing import Any

from gateway.sandbox.calls import Call
from gateway.sandbox.conversation import Turn
from gateway.sandbox.embeddings import vector
from gateway.sandbox.errors import Json
from gateway.sandbox.gemini.contents import text_of
from gateway.sandbox.gemini.errors import GeminiErrors
from gateway.sandbox.gemini.fields import camel_fields, read_fields
from gateway.sandbox.models import Model, Models

_FIELDS = frozenset(
    {"content", "embedContentConfig", "model", "outputDimensionality", "taskType", "title"}
)


def read(
    asked: list[Json], errors: GeminiErrors, models: Models, *, model: str, batch: bool
) -> Call:
    """Read one request, or those of a batch."""
    method = "batchEmbedContents" if batch else "embedContent"
    if model not in models or models[model].embeds is None:
        raise errors.unsupported(model, method)
    if not asked:
        raise errors.invalid("* BatchEmbedContentsRequest.requests: requests is not specified\n")
    read_requests = []
    for number, one in enumerate(asked):
        where = f"requests[{number}]" if batch else ""
        fields = read_fields(one, _FIELDS, where, errors)
        if batch and fields.get("model") != f"models/{model}":
            raise errors.invalid(
                f"* BatchEmbedContentsRequest.{where}.model: unexpected model name format\n"
            )
        if not text_of(fields.get("content")):
            kind = f"BatchEmbedContentsRequest.{where}" if batch else "EmbedContentRequest"
            raise errors.invalid(f"* {kind}.content: contents is not specified\n")
        size = _size(fields)
        if size is not None and not (
            isinstance(size, int) and 1 <= size <= (models[model].embeds or 0)
        ):
            raise errors.invalid(
                f"Unable to submit request because it has an outputDimensionality value of {size} "
                f"but the supported range is from 1 (inclusive) to {models[model].embeds} "
                "(inclusive)."
            )
        read_requests.append(fields)
    texts = tuple(text_of(fields["content"]) for fields in read_requests)
    return Call(
        model=model,
        turn=Turn(prompts=texts),
        input_text="\n".join(texts),
        max_tokens=None,
        stream=False,
        body={"requests": read_requests},
    )


def embedded(call: Call, model: Model) -> list[Json]:
    """Write the embedding of each text."""
    full = model.embeds or 0
    sizes = (_size(fields) or full for fields in call.body["requests"])
    return [
        {"values": list(vector(text, full, size))}
        for text, size in zip(call.turn.prompts, sizes, strict=True)
    ]


def _size(fields: Json) -> Any:
    config = camel_fields(fields.get("embedContentConfig"))
    return fields.get("outputDimensionality") or config.get("outputDimensionality")
