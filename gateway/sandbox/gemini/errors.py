"""Gemini's errors: `{"error": {"code", "message", "status", "details"}}`."""

from html import escape

from gateway.sandbox.directives import Fault
from gateway.sandbox.errors import ErrorReply, Failure, Json, ProviderErrors

_HTML = """\
<!DOCTYPE html>
<html lang=en>
  <meta charset=utf-8>
  <meta name=viewport content="initial-scale=1, minimum-scale=1, width=device-width">
  <title>Error {code} ({title})!!1</title>
  <a href=//www.google.com/><span id=logo aria-label=Google></span></a>
  <p><b>{code}.</b> <ins>That&rsquo;s an error.</ins>
  <p>{text} <ins>That&rsquo;s all we know.</ins>
"""
_SERVICE = "generativelanguage.googleapis.com"
_QUOTA_MESSAGE = (
    "You exceeded your current quota, please check your plan and billing details. For more "
    "information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits. To "
    "monitor your current usage, head to: https://ai.dev/rate-limit. "
)
_PREPAY = (
    "Your prepayment credits are depleted. Please go to AI Studio at https://ai.studio/projects to "
    "manage your project and billing."
)
_SPENDING_CAP = (
    "Your project has exceeded its monthly spending cap. Please go to AI Studio at "
    "https://ai.studio/spend to manage your project spend cap."
)
_CONSUMER = "projects/100000000000"
_TYPE = "type.googleapis.com/google.rpc."


def _error(code: int, status: str, message: str, *details: Json) -> ErrorReply:
    error: Json = {"code": code, "message": message, "status": status}
    if details:
        error["details"] = list(details)
    return ErrorReply(code, {"error": error})


def _info(reason: str, **metadata: str) -> Json:
    return {
        "@type": f"{_TYPE}ErrorInfo",
        "reason": reason,
        "domain": "googleapis.com",
        "metadata": {"service": _SERVICE, **metadata},
    }


def _localized(message: str) -> Json:
    return {"@type": f"{_TYPE}LocalizedMessage", "locale": "en-US", "message": message}


def _page(code: int, title: str, text: str) -> ErrorReply:
    return ErrorReply(code, _HTML.format(code=code, title=title, text=text))


class GeminiErrors(ProviderErrors):
    """Gemini's errors."""

    def missing_key(self) -> ErrorReply:
        """The request has no key. The status is 403, not 401."""
        return _error(
            403,
            "PERMISSION_DENIED",
            "Method doesn't allow unregistered callers (callers without established identity). "
            "Please use API Key or other form of API consumer identity to call this API.",
        )

    def bad_key(self, key: str) -> ErrorReply:
        """The key is unknown. The status is 400, and only the reason differs from other 400s."""
        message = "API key not valid. Please pass a valid API key."
        info = _info("API_KEY_INVALID")
        return _error(400, "INVALID_ARGUMENT", message, info, _localized(message))

    def may_not_list(self) -> ErrorReply:
        """The key's restrictions exclude this method."""
        return _blocked("ModelService.ListModels")

    def unknown_path(self, method: str, path: str) -> ErrorReply:
        """There is no such URL. The body is an HTML page, not JSON."""
        text = f"The requested URL <code>{escape(path)}</code> was not found on this server."
        return _page(404, "Not Found", text)

    def model_gone(self, model: str) -> ErrorReply:
        """The model does not exist, or no longer."""
        return self.unsupported(model, "generateContent")

    def unsupported(self, model: str, method: str) -> ErrorReply:
        """The model does not exist, or cannot do this: the error does not tell which."""
        return _error(
            404,
            "NOT_FOUND",
            f"models/{model} is not found for API version v1beta, or is not supported for "
            f"{method}. Call ListModels to see the list of available models and their supported "
            "methods.",
        )

    def bad_value(self, where: str, kind: str, value: str) -> ErrorReply:
        """A field has a value of the wrong kind."""
        text = f"Invalid value at '{where}' ({kind}), {value}"
        violation = {"field": where, "description": text}
        details = {"@type": f"{_TYPE}BadRequest", "fieldViolations": [violation]}
        return _error(400, "INVALID_ARGUMENT", text, details)

    def model_unknown(self, model: str) -> ErrorReply:
        """A model that was asked for alone does not exist."""
        return _error(
            404, "NOT_FOUND", f"Model is not found: models/{model} for api version v1beta"
        )

    def invalid(self, message: str) -> ErrorReply:
        """The body is invalid."""
        return _error(400, "INVALID_ARGUMENT", message)

    def unknown_field(self, name: str, where: str) -> ErrorReply:
        """There is no such field."""
        at = f" at '{where}'" if where else ""
        text = f'Invalid JSON payload received. Unknown name "{name}"{at}: Cannot find field.'
        violation = {"field": where, "description": text} if where else {"description": text}
        details = {"@type": f"{_TYPE}BadRequest", "fieldViolations": [violation]}
        return _error(400, "INVALID_ARGUMENT", text, details)

    def reply(self, failure: Failure) -> ErrorReply | None:
        """Give the reply to a fault. A blocked prompt is `promptFeedback`, not an error."""
        match failure.fault:
            case Fault.CONTENT_BLOCKED | Fault.OUTPUT_BLOCKED:
                return None
            case Fault.BAD_KEY:
                return self.bad_key(failure.key)
            case Fault.SUSPENDED:
                # Gemini's message has the whole key.
                message = f"Permission denied: Consumer 'api_key:{failure.key}' has been suspended."
                info = _info("CONSUMER_SUSPENDED", consumer=_CONSUMER)
                return _error(403, "PERMISSION_DENIED", message, info)
            case Fault.RESTRICTED:
                verb = "StreamGenerateContent" if failure.stream else "GenerateContent"
                return _blocked(f"GenerativeService.{verb}")
            case Fault.NO_QUOTA | Fault.RATE_LIMIT:
                return _quota(failure)
            case Fault.BILLING:
                return _error(429, "RESOURCE_EXHAUSTED", _PREPAY)
            case Fault.SPEND_LIMIT:
                return _error(429, "RESOURCE_EXHAUSTED", _SPENDING_CAP)
            case Fault.OVERLOADED | Fault.ERROR_MIDWAY:
                return ErrorReply(503, self.within_stream(failure.fault))
            case Fault.CONTEXT_TOO_LONG:
                return self.invalid(
                    f"The input token count ({failure.input_tokens}) exceeds the maximum number of "
                    f"tokens allowed ({failure.input_limit})."
                )
            case Fault.MODEL_GONE:
                return self.model_gone(failure.model)
            case Fault.BAD_REQUEST:
                return self.invalid("Request contains an invalid argument.")
            case Fault.HTML:
                return _page(
                    502,
                    "Server Error",
                    "The server encountered a temporary error and could not complete your request."
                    "<p>Please try again in 30 seconds.",
                )
            case _:
                return _error(
                    500,
                    "INTERNAL",
                    "An internal error has occurred. Please retry or report in "
                    "https://developers.generativeai.google/guide/troubleshooting",
                )

    def within_stream(self, fault: Fault) -> Json:
        """Give the error of a stream that fails midway."""
        message = "The model is overloaded. Please try again later."
        return {"error": {"code": 503, "message": message, "status": "UNAVAILABLE"}}


def _blocked(method: str) -> ErrorReply:
    full = f"google.ai.generativelanguage.v1beta.{method}"
    message = f"Requests to this API {_SERVICE} method {full} are blocked."
    info = _info("API_KEY_SERVICE_BLOCKED", consumer=_CONSUMER, apiName=_SERVICE, methodName=full)
    return _error(403, "PERMISSION_DENIED", message, info, _localized(message))


def _quota(failure: Failure) -> ErrorReply:
    """A used-up quota and a rate limit differ in the quota's id only."""
    spent = failure.fault is Fault.NO_QUOTA
    limit = "100" if spent else "5"
    metric = f"{_SERVICE}/generate_content_free_tier_requests"
    message = (
        f"{_QUOTA_MESSAGE}\n* Quota exceeded for metric: {metric}, limit: {limit}, "
        f"model: {failure.model}"
    )
    violation = {
        "quotaMetric": metric,
        "quotaId": f"GenerateRequestsPer{'Day' if spent else 'Minute'}PerProjectPerModel-FreeTier",
        "quotaDimensions": {"location": "global", "model": failure.model},
        "quotaValue": limit,
    }
    link = {
        "description": "Learn more about Gemini API quotas",
        "url": "https://ai.google.dev/gemini-api/docs/rate-limits",
    }
    details: list[Json] = [
        {"@type": f"{_TYPE}Help", "links": [link]},
        {"@type": f"{_TYPE}QuotaFailure", "violations": [violation]},
    ]
    if failure.retry_after.seconds is not None:
        # There is no Retry-After header.
        delay = f"{failure.retry_after.seconds:g}s"
        message += f"\nPlease retry in {delay}."
        details.append({"@type": f"{_TYPE}RetryInfo", "retryDelay": delay})
    return _error(429, "RESOURCE_EXHAUSTED", message, *details)
