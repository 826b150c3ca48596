"""ErrorShape: how one API tells its errors. Each program route answers in that of its API."""

from abc import ABC, abstractmethod
from typing import ClassVar

from aiohttp import web

from gateway.errors import GatewayError, TooManyGenerations
from gateway.web.responses import error_response
from gateway.web.schemas import ErrorBody, ResponseModel

# Seconds. An SDK should not wait longer than this on its own.
_LONGEST_WAIT = 60

ErrorOrType = GatewayError | type[GatewayError]


class ErrorShape(ABC):
    """The shape of one API's errors."""

    schema: ClassVar[type[ResponseModel]]

    def status(self, error: ErrorOrType) -> int:
        """The HTTP status for it."""
        return error.status

    @abstractmethod
    def code(self, error: ErrorOrType) -> str:
        """The API's word for it, by which programs tell errors apart."""

    @abstractmethod
    def body(self, error: GatewayError, request_id: str) -> ResponseModel:
        """The error as the API would tell it."""

    def response(self, error: GatewayError, request_id: str) -> web.Response:
        """The error as a response.

        The gateway has retried already where that made sense. x-should-retry keeps the SDKs of
        OpenAI and Anthropic from doing it again.
        """
        response = error_response(error, request_id, self.body(error, request_id))
        response.set_status(self.status(error))
        soon = error.retry_after is not None and error.retry_after <= _LONGEST_WAIT
        if not (isinstance(error, TooManyGenerations) or (error.retryable and soon)):
            response.headers["x-should-retry"] = "false"
        return response


class GatewayErrors(ErrorShape):
    """The gateway's own."""

    schema = ErrorBody

    def code(self, error: ErrorOrType) -> str:
        """The contract's code."""
        return error.code

    def body(self, error: GatewayError, request_id: str) -> ResponseModel:
        """ERROR of the contract."""
        return ErrorBody.model_validate({"error": error.describe(request_id)})

    def response(self, error: GatewayError, request_id: str) -> web.Response:
        """The error as a response."""
        return error_response(error, request_id)
