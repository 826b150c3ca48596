"""The APIs of responses."""

import time

from aiohttp import web

from gateway.sandbox.answers import Answer
from gateway.sandbox.api import Api
from gateway.sandbox.calls import Call
from gateway.sandbox.delivery import Frames
from gateway.sandbox.directives import Fault
from gateway.sandbox.errors import Json, token
from gateway.sandbox.models import Model, Models
from gateway.sandbox.openai.errors import OpenAIErrors
from gateway.sandbox.openai.responses import answers, events, requests
from gateway.sandbox.openai.responses.compaction import packed
from gateway.sandbox.state import STATE

_HEX = "0123456789abcdef"


class Responses(Api):
    """`POST /v1/responses`."""

    paths = ("/v1/responses",)
    errors = OpenAIErrors()

    def read_call(self, request: web.Request, body: Json, models: Models) -> Call:
        """Read a request for a response."""
        return requests.read(body, request.app[STATE], self.errors, models)

    def answer_body(self, call: Call, model: Model, answer: Answer) -> Json:
        """Write a `response`."""
        return answers.answer_body(call, model, answer)

    def frames(self, call: Call, model: Model, answer: Answer) -> Frames:
        """Write the events of a `response`."""
        return events.frames(call, model, answer)

    def error_frame(self, call: Call, fault: Fault, number: int) -> bytes:
        """Write an error as an event."""
        return events.error_frame(self.errors.within_stream(fault)["error"], number)


class InputTokens(Api):
    """`POST /v1/responses/input_tokens`."""

    paths = ("/v1/responses/input_tokens",)
    errors = OpenAIErrors()

    def read_call(self, request: web.Request, body: Json, models: Models) -> Call:
        """Read a request for a response, as far as it is counted."""
        return requests.read(body, request.app[STATE], self.errors, models, requests.COUNT)

    def answer_body(self, call: Call, model: Model, answer: Answer) -> Json:
        """Write the number of tokens."""
        return {"object": "response.input_tokens", "input_tokens": answer.input_tokens}


class Compact(Api):
    """`POST /v1/responses/compact`."""

    paths = ("/v1/responses/compact",)
    errors = OpenAIErrors()

    def read_call(self, request: web.Request, body: Json, models: Models) -> Call:
        """Read the conversation to be compacted."""
        return requests.read(body, request.app[STATE], self.errors, models, requests.COMPACT)

    def answer_body(self, call: Call, model: Model, answer: Answer) -> Json:
        """Write what the client goes on with: what the user wrote, and the compaction."""
        kept = [
            {
                "id": f"msg_{token(48, _HEX)}",
                "type": "message",
                "status": "completed",
                "content": [{"type": "input_text", "text": text}],
                "role": "user",
            }
            for text in call.turn.prompts
        ]
        compaction = {
            "id": f"cmp_{token(48, _HEX)}",
            "type": "compaction",
            "encrypted_content": packed(call.turn),
        }
        return {
            "id": f"resp_{token(48, _HEX)}",
            "object": "response.compaction",
            "created_at": int(time.time()),
            "output": [*kept, compaction],
            "usage": answers.usage(answer),
        }
