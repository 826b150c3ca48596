"""The API of generated content."""

from aiohttp import web

from gateway.sandbox.answers import Answer
from gateway.sandbox.api import Api
from gateway.sandbox.calls import Call
from gateway.sandbox.delivery import Frames
from gateway.sandbox.directives import Fault
from gateway.sandbox.errors import Json
from gateway.sandbox.gemini import answers, requests
from gateway.sandbox.gemini.errors import GeminiErrors
from gateway.sandbox.models import Model, Models


class GenerateContent(Api):
    """`POST …/models/{model}:generateContent`, and `:streamGenerateContent`."""

    paths = (
        "/v1beta/models/{model}:generateContent",
        "/v1beta/models/{model}:streamGenerateContent",
    )
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
        return answers.answer_body(model, answer)

    def frames(self, call: Call, model: Model, answer: Answer) -> Frames:
        """Write the responses of a stream."""
        return answers.frames(call, model, answer)

    def error_frame(self, call: Call, fault: Fault, number: int) -> bytes:
        """Write an error as a further response of the stream."""
        return answers.error_frame(call, self.errors.within_stream(fault))
