"""One API of a provider: its paths, its requests and its answers."""

from abc import ABC, abstractmethod
from typing import ClassVar

from aiohttp import web

from gateway.sandbox.answers import Answer
from gateway.sandbox.calls import Call
from gateway.sandbox.delivery import Frames
from gateway.sandbox.directives import Fault
from gateway.sandbox.errors import Json
from gateway.sandbox.models import Model, Models


class Api(ABC):
    """An API that takes a prompt, or counts or embeds one. It has no state."""

    paths: ClassVar[tuple[str, ...]]

    @abstractmethod
    def read_call(self, request: web.Request, body: Json, models: Models) -> Call:
        """Validate the body as the provider does and read it; ErrorReply where it is invalid."""

    @abstractmethod
    def answer_body(self, call: Call, model: Model, answer: Answer) -> Json:
        """Write the body of an answer that is not streamed."""

    def frames(self, call: Call, model: Model, answer: Answer) -> Frames:
        """Write the frames of a streamed answer."""
        raise NotImplementedError("this API has no streams")

    def error_frame(self, call: Call, fault: Fault, number: int) -> bytes:
        """Write the provider's own error as a frame of a stream, after so many others."""
        raise NotImplementedError("this API has no streams")
