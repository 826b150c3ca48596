"""The API of chat completions."""

from aiohttp import web

from gateway.sandbox.answers import Answer
from gateway.sandbox.api import Api
from gateway.sandbox.calls import Call
from gateway.sandbox.delivery import Frames
from gateway.sandbox.directives import Fault
from gateway.sandbox.errors import Json
from gateway.sandbox.models import Model, Models
from gateway.sandbox.openai.chat import answers, requests
from gateway.sandbox.openai.errors import OpenAIErrors


class ChatCompletions(Api):
    """`POST /v1/chat/completions`."""

    paths = ("/v1/chat/completions",)
    errors = OpenAIErrors()

    def read_call(self, request: web.Request, body: Json, models: Models) -> Call:
        """Read a request for a chat completion."""
        return requests.read(body, self.errors, models)

    def answer_body(self, call: Call, model: Model, answer: Answer) -> Json:
        """Write a `chat.completion`."""
        return answers.answer_body(call, model, answer)

    def frames(self, call: Call, model: Model, answer: Answer) -> Frames:
        """Write the `chat.completion.chunk`s."""
        return answers.frames(call, model, answer)

    def error_frame(self, call: Call, fault: Fault, number: int) -> bytes:
        """Write an error as a chunk."""
        return answers.sse(self.errors.within_stream(fault))
