"""The APIs of generated content, of counting and of embeddings."""

from aiohttp import web

from gateway.sandbox.answers import Answer
from gateway.sandbox.api import Api
from gateway.sandbox.calls import Call
from gateway.sandbox.delivery import Frames
from gateway.sandbox.directives import Fault
from gateway.sandbox.errors import Json
from gateway.sandbox.gemini import answers, embeddings, requests
from gateway.sandbox.gemini.errors import GeminiErrors
from gateway.sandbox.models import Model, Models


def _paths(*methods: str) -> tuple[str, ...]:
    versions = ("v1beta", "v1")
    return tuple(f"/{one}/models/{{model}}:{method}" for one in versions for method in methods)


class GenerateContent(Api):
    """`POST …/models/{model}:generateContent`, and `:streamGenerateContent`."""

    paths = _paths("generateContent", "streamGenerateContent")
    errors = GeminiErrors()

    def read_call(self, request: web.Request, body: Json, models: Models) -> Call:
        """Read a request for content."""
        return requests.read(
            body,
            self.errors,
            models,
            model=request.match_info["model"],
            stream=requests.streams(request.path),
            sse=request.query.get("alt") == "sse",
        )

    def answer_body(self, call: Call, model: Model, answer: Answer) -> Json:
        """Write a `GenerateContentResponse`."""
        return answers.answer_body(call, model, answer)

    def frames(self, call: Call, model: Model, answer: Answer) -> Frames:
        """Write the responses of a stream."""
        return answers.frames(call, model, answer)

    def error_frame(self, call: Call, fault: Fault, number: int) -> bytes:
        """Write an error as a further response of the stream."""
        return answers.error_frame(call, self.errors.within_stream(fault))


class CountTokens(Api):
    """`POST …/models/{model}:countTokens`."""

    paths = _paths("countTokens")
    errors = GeminiErrors()

    def read_call(self, request: web.Request, body: Json, models: Models) -> Call:
        """Read contents, or a whole request for content."""
        return requests.read_count(body, self.errors, models, model=request.match_info["model"])

    def answer_body(self, call: Call, model: Model, answer: Answer) -> Json:
        """Write the number of tokens."""
        details = answers.prompt_details(call, answer)
        return {"totalTokens": answer.input_tokens, "promptTokensDetails": details}


class EmbedContent(Api):
    """`POST …/models/{model}:embedContent`."""

    paths = _paths("embedContent")
    errors = GeminiErrors()

    def read_call(self, request: web.Request, body: Json, models: Models) -> Call:
        """Read one content."""
        id_ = request.match_info["model"]
        return embeddings.read([body], self.errors, models, model=id_, batch=False)

    def answer_body(self, call: Call, model: Model, answer: Answer) -> Json:
        """Write the embedding."""
        [embedding] = embeddings.embedded(call, model)
        return {"embedding": embedding}


class BatchEmbedContents(Api):
    """`POST …/models/{model}:batchEmbedContents`."""

    paths = _paths("batchEmbedContents")
    errors = GeminiErrors()

    def read_call(self, request: web.Request, body: Json, models: Models) -> Call:
        """Read several contents."""
        id_ = request.match_info["model"]
        asked = body.get("requests") or []
        return embeddings.read(asked, self.errors, models, model=id_, batch=True)

    def answer_body(self, call: Call, model: Model, answer: Answer) -> Json:
        """Write the embeddings."""
        return {"embeddings": embeddings.embedded(call, model)}
