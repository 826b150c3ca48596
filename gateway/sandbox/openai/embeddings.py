"""OpenAI's embeddings."""

import base64
import struct
from typing import Any

from aiohttp import web

from gateway.sandbox.answers import Answer
from gateway.sandbox.api import Api
from gateway.sandbox.calls import Call
from gateway.sandbox.conversation import Turn
from gateway.sandbox.embeddings import vector
from gateway.sandbox.errors import ErrorReply, Json
from gateway.sandbox.models import Model, Models
from gateway.sandbox.openai.errors import OpenAIErrors

_FIELDS = frozenset({"dimensions", "encoding_format", "input", "model", "user"})
_FORMATS = ("float", "base64")
_MOST_INPUTS = 2048


class Embeddings(Api):
    """`POST /v1/embeddings`."""

    paths = ("/v1/embeddings",)
    errors = OpenAIErrors()

    def read_call(self, request: web.Request, body: Json, models: Models) -> Call:
        """Read the texts, or their tokens."""
        for name in body:
            if name not in _FIELDS:
                raise self.errors.invalid(f"Unrecognized request argument supplied: {name}")
        if "model" not in body:
            raise self.errors.invalid("you must provide a model parameter")
        form = body.get("encoding_format") or "float"
        if form not in _FORMATS:
            raise self.errors.unsupported(form, _FORMATS, "encoding_format")
        model = models.get(str(body["model"]))
        if model is not None and model.embeds is None:
            raise self.errors.embeds_not()
        texts = self._texts(body.get("input"))
        if model is not None:
            self._check_dimensions(body.get("dimensions"), model)
        return Call(
            model=str(body["model"]),
            turn=Turn(prompts=tuple(texts)),
            input_text="\n".join(texts),
            max_tokens=None,
            stream=False,
            body=body,
        )

    def answer_body(self, call: Call, model: Model, answer: Answer) -> Json:
        """Write the list of embeddings."""
        size = call.body.get("dimensions") or model.embeds or 0
        encoded = call.body.get("encoding_format") == "base64"
        data = [
            {
                "object": "embedding",
                "index": index,
                "embedding": _encoded(numbers) if encoded else list(numbers),
            }
            for index, numbers in enumerate(
                vector(text, model.embeds or size, size) for text in call.turn.prompts
            )
        ]
        count = answer.input_tokens
        usage = {"prompt_tokens": count, "total_tokens": count}
        return {"object": "list", "data": data, "model": model.id, "usage": usage}

    def _texts(self, given: Any) -> list[str]:
        """Give the texts; tokens count as a text of their numbers."""
        if given is None:
            raise self.errors.missing("input")
        inputs = given if isinstance(given, list) else [given]
        if inputs and all(isinstance(one, int) for one in inputs):
            inputs = [inputs]
        if not 0 < len(inputs) <= _MOST_INPUTS or not all(inputs):
            raise self._bad_input()
        return [one if isinstance(one, str) else " ".join(map(str, one)) for one in inputs]

    def _bad_input(self) -> ErrorReply:
        return self.errors.invalid(
            "'$.input' is invalid. Please check the API reference: "
            "https://platform.openai.com/docs/api-reference."
        )

    def _check_dimensions(self, size: Any, model: Model) -> None:
        if size is None:
            return
        if not isinstance(size, int):
            raise self.errors.bad_type("dimensions", "an integer")
        if not model.shortens:
            raise self.errors.invalid("This model does not support specifying dimensions.")
        if not 1 <= size <= (model.embeds or 0):
            raise self.errors.bad_value(
                f"Invalid value for 'dimensions' = {size}. Must be less than or equal to "
                f"{model.embeds}.",
                None,
            )


def _encoded(numbers: tuple[float, ...]) -> str:
    return base64.b64encode(struct.pack(f"<{len(numbers)}f", *numbers)).decode()
