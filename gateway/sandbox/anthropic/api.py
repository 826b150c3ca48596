"""The messages API, and its counting of tokens."""

from dataclasses import replace

from aiohttp import web

from gateway.sandbox.answers import Answer
from gateway.sandbox.anthropic import answers, requests, threads
from gateway.sandbox.anthropic.errors import AnthropicErrors
from gateway.sandbox.api import Api
from gateway.sandbox.calls import Call
from gateway.sandbox.delivery import Frames
from gateway.sandbox.directives import Fault
from gateway.sandbox.errors import Json
from gateway.sandbox.models import Model, Models
from gateway.sandbox.state import STATE


class Messages(Api):
    """`POST /v1/messages`."""

    paths = ("/v1/messages",)
    errors = AnthropicErrors()

    def read_call(self, request: web.Request, body: Json, models: Models) -> Call:
        """Read a request for a message."""
        state = request.app[STATE]
        body = threads.whole_body(body, state, self.errors)
        call = requests.read(body, request.headers, self.errors, models)
        return replace(call, remember=threads.memory(body, state))

    def answer_body(self, call: Call, model: Model, answer: Answer) -> Json:
        """Write a `message`."""
        return answers.answer_body(call, model, answer)

    def frames(self, call: Call, model: Model, answer: Answer) -> Frames:
        """Write the events of a `message`."""
        return answers.frames(call, model, answer)

    def error_frame(self, call: Call, fault: Fault, number: int) -> bytes:
        """Write an error as an event."""
        return answers.sse("error", self.errors.within_stream(fault))


class CountTokens(Api):
    """`POST /v1/messages/count_tokens`."""

    paths = ("/v1/messages/count_tokens",)
    errors = AnthropicErrors()

    def read_call(self, request: web.Request, body: Json, models: Models) -> Call:
        """Read a request for a message, without what only an answer needs."""
        return requests.read(body, request.headers, self.errors, models, counts=True)

    def answer_body(self, call: Call, model: Model, answer: Answer) -> Json:
        """Write the number of tokens."""
        counted: Json = {"input_tokens": answer.input_tokens}
        if "context_management" in call.body:
            counted["context_management"] = {"original_input_tokens": answer.input_tokens}
        return counted
