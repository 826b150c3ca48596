"""Anthropic's errors: `{"type": "error", "error": {"type", "message"}, "request_id"}`."""

from datetime import UTC, datetime, timedelta

from gateway.sandbox.directives import Fault
from gateway.sandbox.errors import CLOUDFLARE_PAGE, ErrorReply, Failure, Json, ProviderErrors, token

_RETRYABLE = frozenset({408, 409, 429})


def request_id() -> str:
    """Give an id like `req_011CSHoEeqs5C35K2UUqR7Fy`."""
    return f"req_011C{token(20)}"


def _error(
    status: int,
    kind: str,
    message: str,
    headers: dict[str, str] | None = None,
    code: str | None = None,
) -> ErrorReply:
    id_ = request_id()
    error: Json = {"type": kind, "message": message}
    if code is not None:
        error["details"] = {"error_code": code}
    body = {"type": "error", "error": error, "request_id": id_}
    again = "true" if status in _RETRYABLE or status >= 500 else "false"
    return ErrorReply(status, body, {"request-id": id_, "x-should-retry": again, **(headers or {})})


class AnthropicErrors(ProviderErrors):
    """Anthropic's errors."""

    def missing_key(self) -> ErrorReply:
        """The request has no `x-api-key` header."""
        return _error(401, "authentication_error", "x-api-key header is required")

    def bad_key(self, key: str) -> ErrorReply:
        """The key is unknown."""
        return _error(401, "authentication_error", "invalid x-api-key")

    def may_not_list(self) -> ErrorReply:
        """The key has no permission for this."""
        return _error(
            403,
            "permission_error",
            "Your API key does not have permission to use the specified resource.",
        )

    def unknown_path(self, method: str, path: str) -> ErrorReply:
        """There is no such URL."""
        return _error(404, "not_found_error", "Not Found")

    def model_gone(self, model: str) -> ErrorReply:
        """The model does not exist, or no longer. The message is only its name."""
        return _error(404, "not_found_error", f"model: {model}")

    def model_unknown(self, model: str) -> ErrorReply:
        """A model that was asked for alone does not exist."""
        return self.model_gone(model)

    def invalid(self, message: str) -> ErrorReply:
        """The body or a header is invalid."""
        return _error(400, "invalid_request_error", message)

    def no_thread(self) -> ErrorReply:
        """Nothing is kept of the message that a thread goes on from."""
        message = "No usable Thread state was found for previous_message_id."
        return _error(404, "not_found_error", message, code="thread_not_found")

    def reply(self, failure: Failure) -> ErrorReply | None:
        """Give the reply to a fault. A refused answer is a stop reason, not an error."""
        match failure.fault:
            case Fault.CONTENT_BLOCKED:
                return None
            case Fault.OUTPUT_BLOCKED:
                # In a stream this error comes midway.
                return None if failure.stream else self.invalid(_OUTPUT_BLOCKED)
            case Fault.BAD_KEY:
                return self.bad_key(failure.key)
            case Fault.SUSPENDED:
                return self.invalid("This organization has been disabled.")
            case Fault.RESTRICTED:
                return self.may_not_list()
            case Fault.NO_QUOTA | Fault.BILLING | Fault.SPEND_LIMIT:
                return self._unpaid(failure.fault)
            case Fault.RATE_LIMIT:
                return _error(
                    429,
                    "rate_limit_error",
                    "This request would exceed your organization's rate limit of 50 requests per "
                    "minute. For details, refer to: https://docs.claude.com/en/api/rate-limits. "
                    "You can see the response headers for current usage. Please reduce the prompt "
                    "length or the maximum tokens requested, or try again later.",
                    {"anthropic-ratelimit-requests-remaining": "0", **failure.retry_after.header()},
                )
            case Fault.OVERLOADED | Fault.ERROR_MIDWAY:
                return _error(529, "overloaded_error", "Overloaded", failure.retry_after.header())
            case Fault.CONTEXT_TOO_LONG:
                return self.invalid(
                    f"prompt is too long: {failure.input_tokens} tokens > {failure.input_limit} "
                    "maximum"
                )
            case Fault.MODEL_GONE:
                return self.model_gone(failure.model)
            case Fault.BAD_REQUEST:
                return self.invalid("messages.0.content: Input should be a valid string")
            case Fault.HTML:
                return ErrorReply(502, CLOUDFLARE_PAGE, {"server": "cloudflare"})
            case _:
                return _error(500, "api_error", "Internal server error")

    def within_stream(self, fault: Fault) -> Json:
        """Give the error of a stream that fails midway."""
        kind, message = "overloaded_error", "Overloaded"
        if fault is Fault.OUTPUT_BLOCKED:
            kind, message = "invalid_request_error", _OUTPUT_BLOCKED
        # Other errors have no field `details`.
        error = {"details": None, "type": kind, "message": message}
        return {"type": "error", "error": error, "request_id": request_id()}

    def _unpaid(self, fault: Fault) -> ErrorReply:
        """Two of the three are invalid_request_error, and differ in the message only."""
        if fault is Fault.BILLING:
            return _error(
                402,
                "billing_error",
                "There's an issue with your billing or payment information. Please check your "
                "payment details in the Claude Console.",
            )
        if fault is Fault.SPEND_LIMIT:
            next_month = (datetime.now(UTC).replace(day=1) + timedelta(days=32)).replace(day=1)
            return self.invalid(
                "You have reached your specified API usage limits. You will regain access on "
                f"{next_month:%Y-%m-%d} at 00:00 UTC."
            )
        return self.invalid(
            "Your credit balance is too low to access the Anthropic API. Please go to Plans & "
            "Billing to upgrade or purchase credits."
        )


_OUTPUT_BLOCKED = "Output blocked by content filtering policy"
