"""OpenAI's errors: `{"error": {"message", "type", "param", "code"}}`."""

from gateway.sandbox.directives import Fault
from gateway.sandbox.errors import CLOUDFLARE_PAGE, ErrorReply, Failure, Json, ProviderErrors, token

_KEYS_URL = "https://platform.openai.com/account/api-keys"


def _error(
    status: int,
    message: str,
    kind: str = "invalid_request_error",
    code: str | None = None,
    param: str | None = None,
    headers: dict[str, str] | None = None,
) -> ErrorReply:
    error = {"message": message, "type": kind, "param": param, "code": code}
    return ErrorReply(status, {"error": error}, headers)


def _missing_scopes(status: int, scope: str) -> ErrorReply:
    return _error(
        status,
        f"You have insufficient permissions for this operation. Missing scopes: {scope}. Check "
        "that you have the correct role in your organization (Reader, Writer, Owner) and project "
        "(Member, Owner), and if you're using a restricted API key, that it has the necessary "
        "scopes.",
    )


def masked(key: str) -> str:
    """Mask a key as OpenAI's message does: all but the first eight and the last four."""
    return key if len(key) <= 12 else f"{key[:8]}{'*' * (len(key) - 12)}{key[-4:]}"


class OpenAIErrors(ProviderErrors):
    """OpenAI's errors."""

    def missing_key(self) -> ErrorReply:
        """The request has no `Authorization` header."""
        return _error(
            401,
            "You didn't provide an API key. You need to provide your API key in an Authorization "
            "header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY), or as the password "
            "field (with blank username) if you're accessing the API from your browser and are "
            f"prompted for a username and password. You can obtain an API key from {_KEYS_URL}.",
        )

    def bad_key(self, key: str) -> ErrorReply:
        """The key is unknown. The message has a part of it."""
        return _error(
            401,
            f"Incorrect API key provided: {masked(key)}. You can find your API key at {_KEYS_URL}.",
            code="invalid_api_key",
        )

    def may_not_list(self) -> ErrorReply:
        """The key is restricted. The status is 401, as for an unknown key."""
        return _missing_scopes(401, "api.model.read")

    def unknown_path(self, method: str, path: str) -> ErrorReply:
        """There is no such URL."""
        return _error(
            404,
            f"Unknown request URL: {method} {path}. Please check the URL for typos, or see the "
            "docs at https://platform.openai.com/docs/api-reference/.",
            code="unknown_url",
        )

    def model_gone(self, model: str) -> ErrorReply:
        """The model does not exist, or is not for this account: the error does not tell which."""
        return _error(
            404,
            f"The model `{model}` does not exist or you do not have access to it.",
            code="model_not_found",
        )

    def model_unknown(self, model: str) -> ErrorReply:
        """A model that was asked for alone does not exist."""
        message = f"The model '{model}' does not exist"
        return _error(404, message, code="model_not_found", param="model")

    def embeds_not(self) -> ErrorReply:
        """A model makes no embeddings."""
        return _error(403, "You are not allowed to generate embeddings from this model")

    def embeds_only(self, endpoint: str) -> ErrorReply:
        """A model makes embeddings and nothing else."""
        return _error(
            404,
            f"This is not a chat model and thus not supported in the {endpoint} endpoint. Did you "
            "mean to use v1/completions?",
            param="model",
        )

    def item_unknown(self, item: str) -> ErrorReply:
        """An item that is referred to is not stored."""
        return _error(
            404,
            f"Item with id '{item}' not found. Items are not persisted when `store` is set to "
            "false. Try again with `store` set to true, or remove this item from your input.",
            param="input",
        )

    def invalid(self, message: str) -> ErrorReply:
        """The body is invalid."""
        return _error(400, message)

    def bad_value(self, message: str, param: str | None, code: str | None = None) -> ErrorReply:
        """A field has an invalid value."""
        return _error(400, message, param=param, code=code)

    def missing(self, param: str) -> ErrorReply:
        """A field is missing."""
        message = f"Missing required parameter: '{param}'."
        return self.bad_value(message, param, "missing_required_parameter")

    def bad_type(self, param: str, expected: str) -> ErrorReply:
        """A field has a value of the wrong type."""
        message = (
            f"Invalid type for '{param}': expected {expected}, but got something else instead."
        )
        return self.bad_value(message, param, "invalid_type")

    def empty_array(self, param: str) -> ErrorReply:
        """A list has nothing in it."""
        return self.bad_value(
            f"Invalid '{param}': empty array. Expected an array with minimum length 1, but got an "
            "empty array instead.",
            param,
            "empty_array",
        )

    def unsupported(self, value: object, supported: tuple[str, ...], param: str) -> ErrorReply:
        """A field has none of the values that it may have."""
        *first, last = (f"'{one}'" for one in supported)
        listed = (
            f"{', '.join(first)}, and {last}" if len(first) > 1 else " and ".join((*first, last))
        )
        message = f"Invalid value: '{value}'. Supported values are: {listed}."
        return self.bad_value(message, param, "invalid_value")

    def reply(self, failure: Failure) -> ErrorReply | None:
        """Give the reply to a fault."""
        match failure.fault:
            case Fault.OUTPUT_BLOCKED:
                return None
            case Fault.BAD_KEY:
                return self.bad_key(failure.key)
            case Fault.SUSPENDED:
                return _error(
                    401,
                    "The OpenAI account associated with this API key has been deactivated. If you "
                    "are the account owner and need help, please contact us through our help "
                    "center at help.openai.com.",
                    code="account_deactivated",
                )
            case Fault.RESTRICTED:
                return _missing_scopes(403, "model.request")
            case Fault.NO_QUOTA | Fault.BILLING | Fault.SPEND_LIMIT:
                return _unpaid(failure.fault)
            case Fault.RATE_LIMIT:
                return _rate_limit(failure)
            case Fault.OVERLOADED | Fault.ERROR_MIDWAY:
                reply = self.within_stream(failure.fault)
                return ErrorReply(503, reply, failure.retry_after.header())
            case Fault.CONTEXT_TOO_LONG:
                message = (
                    f"This model's maximum context length is {failure.input_limit} tokens. "
                    f"However, your messages resulted in {failure.input_tokens} tokens. Please "
                    "reduce the length of the messages."
                )
                return self.bad_value(message, "messages", "context_length_exceeded")
            case Fault.CONTENT_BLOCKED:
                return _error(
                    400,
                    "Invalid prompt: your prompt was flagged as potentially violating our usage "
                    "policy. Please try again with a different prompt: "
                    "https://platform.openai.com/docs/guides/reasoning#advice-on-prompting",
                    code="invalid_prompt",
                )
            case Fault.MODEL_GONE:
                return self.model_gone(failure.model)
            case Fault.BAD_REQUEST:
                return self.bad_value(
                    "Invalid type for 'messages[0].content': expected one of a string or array of "
                    "objects, but got an integer instead.",
                    "messages[0].content",
                    "invalid_type",
                )
            case Fault.HTML:
                return ErrorReply(502, CLOUDFLARE_PAGE, {"server": "cloudflare"})
            case _:
                return _error(
                    500,
                    "The server had an error while processing your request. Sorry about that! You "
                    "can retry your request, or contact us through our help center at "
                    "help.openai.com if the error persists. (Please include the request ID "
                    f"req_{token(32, '0123456789abcdef')} in your message.)",
                    "server_error",
                )

    def within_stream(self, fault: Fault) -> Json:
        """Give the error of a stream that fails midway."""
        return {
            "error": {
                "message": "Our servers are currently overloaded. Please try again later.",
                "type": "service_unavailable_error",
                "param": None,
                "code": "server_is_overloaded",
            }
        }


def _unpaid(fault: Fault) -> ErrorReply:
    """All have status 429 like a rate limit, and differ in type and code."""
    if fault is Fault.BILLING:
        return _error(
            429,
            "Your account is not active, please check your billing details on our website.",
            "billing_not_active",
            "billing_not_active",
        )
    spent = fault is Fault.SPEND_LIMIT
    return _error(
        429,
        "You exceeded your current quota, please check your plan and billing details. For more "
        "information on this error, read the docs: "
        "https://platform.openai.com/docs/guides/error-codes/api-errors.",
        "insufficient_quota",
        "organization_spend_limit_exceeded" if spent else "insufficient_quota",
    )


def _rate_limit(failure: Failure) -> ErrorReply:
    seconds = failure.retry_after.seconds
    headers = failure.retry_after.header()
    hint = ""
    if seconds is not None:
        hint = f"Please try again in {seconds:g}s. "
        headers["x-ratelimit-remaining-requests"] = "0"
        headers["x-ratelimit-reset-requests"] = f"{seconds:g}s"
        if not failure.retry_after.as_date:
            headers["retry-after-ms"] = str(round(seconds * 1000))
    return _error(
        429,
        f"Rate limit reached for {failure.model} in organization org-sandbox on requests per min "
        f"(RPM): Limit 500, Used 500, Requested 1. {hint}Visit "
        "https://platform.openai.com/account/rate-limits to learn more. You can increase your rate "
        "limit by adding a payment method to your account at "
        "https://platform.openai.com/account/billing.",
        "requests",
        "rate_limit_exceeded",
        headers=headers,
    )
