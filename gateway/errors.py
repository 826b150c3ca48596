"""Every error that a client can receive. The class decides code, HTTP status and action.

GatewayError                     internal               500  retry
├── InvalidRequest               invalid_request        400  fix_request
├── GatewayOutdated              gateway_outdated       400
├── ExtensionOutdated            extension_outdated     400
├── ContextTooLong               context_too_long       400  edit_prompt
├── ContentBlocked               content_blocked        400  edit_prompt
├── SessionRequired              session_required       401  sign_in
├── MissingKey                   missing_key            401  add_key
├── KeyRejected                  key_rejected           401  add_key
├── QuotaExhausted               quota_exhausted        402  open_billing
├── CsrfFailed                   csrf_failed            403
├── ForbiddenHost                forbidden_host         403
├── ForbiddenOrigin              forbidden_origin       403
├── PermissionDenied             permission_denied      403
├── RegionNotSupported           region_not_supported   403
├── UnknownProvider              unknown_provider       404
├── GenerationNotFound           generation_not_found   404
├── NotFound                     not_found              404
├── ModelUnavailable             model_unavailable      404  configure_model
├── MethodNotAllowed             method_not_allowed     405
├── SessionStale                 session_stale          409  retry
├── SessionFull                  session_full           409  remove_key
├── TooManyTokens                session_full           409
├── RequestTooLarge              request_too_large      413  edit_prompt
├── UnsupportedMediaType         unsupported_media_type 415  fix_request
├── InvalidKeyFormat             invalid_key_format     422  add_key
├── RateLimited                  rate_limited           429  retry
├── TooManyGenerations           too_many_generations   429  retry
├── ProviderError                provider_error         502  retry
│   ├── ProviderMisaddressed     provider_error         502  retry
│   └── AnswerTooLarge           provider_error         502  retry
├── ProviderUnreachable          provider_unreachable   502  retry
│   ├── ProxyRefused             provider_unreachable   502  retry
│   └── ProviderUntrusted        provider_unreachable   502  retry
├── ProviderOverloaded           provider_overloaded    503  retry
├── TooManySessions              too_many_sessions      503  retry
└── ProviderTimeout              provider_timeout       504  retry

A message is a sentence for a person. It never carries a key, a prompt or a provider's raw text.
"""

import traceback
from typing import ClassVar, Literal

from typing_extensions import TypedDict

ErrorAction = Literal[
    "fix_request",
    "edit_prompt",
    "sign_in",
    "add_key",
    "open_billing",
    "configure_model",
    "retry",
    "remove_key",
]
"""What a client can offer the person to do about an error."""


class ErrorInfo(TypedDict):
    """An error as every route and every stream reports it. `retry_after` is in seconds."""

    code: str
    message: str
    action: ErrorAction | None
    provider: str | None
    retryable: bool
    retry_after: float | None
    field: str | None
    request_id: str | None


class GatewayError(Exception):
    """What went wrong, as a sentence for a person, with what the caller can do about it.

    Args:
        message: a sentence for a person; the class has a default one.
        provider: id of the provider concerned.
        retry_after: seconds after which trying again makes sense.
        field: the field of the request that is at fault.
    """

    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 500
    action: ClassVar[ErrorAction | None] = "retry"
    default_message: ClassVar[str] = "Something went wrong in the gateway. Try again."

    def __init__(
        self,
        message: str | None = None,
        *,
        provider: str | None = None,
        retry_after: float | None = None,
        field: str | None = None,
    ) -> None:
        self.message = message or self.default_message
        self.provider = provider
        self.retry_after = retry_after
        self.field = field
        self.refused = False
        """Whether a provider turned the request down, and so charges nothing for it."""
        super().__init__(self.message)

    @property
    def retryable(self) -> bool:
        """Whether the same request may succeed when it is sent again."""
        return self.action == "retry"

    def describe(self, request_id: str | None = None) -> ErrorInfo:
        """The error as every route and every stream reports it."""
        return {
            "code": self.code,
            "message": self.message,
            "action": self.action,
            "provider": self.provider,
            "retryable": self.retryable,
            "retry_after": self.retry_after,
            "field": self.field,
            "request_id": request_id,
        }


class InvalidRequest(GatewayError):
    """The request does not fit the contract."""

    code, status, action = "invalid_request", 400, "fix_request"
    default_message = "The request could not be understood."


class GatewayOutdated(GatewayError):
    """The extension has a newer contract than this gateway."""

    code, status, action = "gateway_outdated", 400, None


class ExtensionOutdated(GatewayError):
    """The extension has an older contract than this gateway."""

    code, status, action = "extension_outdated", 400, None


class ContextTooLong(GatewayError):
    """The prompt and the wanted answer do not fit into the model's context."""

    code, status, action = "context_too_long", 400, "edit_prompt"
    default_message = "The prompt is too long for this model. Shorten it."


class ContentBlocked(GatewayError):
    """The provider refused the prompt for its content."""

    code, status, action = "content_blocked", 400, "edit_prompt"
    default_message = "The provider blocked this prompt for its content. Rephrase it."


class SessionRequired(GatewayError):
    """There is no session, it has ended, or its cookie does not open."""

    code, status, action = "session_required", 401, "sign_in"
    default_message = "There is no session, or it has ended. Start a new one."


class MissingKey(GatewayError):
    """The session holds no key for the provider."""

    code, status, action = "missing_key", 401, "add_key"


class KeyRejected(GatewayError):
    """The provider does not accept the key."""

    code, status, action = "key_rejected", 401, "add_key"


class QuotaExhausted(GatewayError):
    """The account has no quota or credit left."""

    code, status, action = "quota_exhausted", 402, "open_billing"


class CsrfFailed(GatewayError):
    """The session's CSRF token is missing or wrong."""

    code, status, action = "csrf_failed", 403, None
    default_message = "The X-CSRF-Token header is missing or does not belong to this session."


class ForbiddenHost(GatewayError):
    """The Host header names something other than this gateway."""

    code, status, action = "forbidden_host", 403, None
    default_message = "The gateway only answers under its own loopback address."


class ForbiddenOrigin(GatewayError):
    """The request comes from a page or an extension that may not call."""

    code, status, action = "forbidden_origin", 403, None
    default_message = (
        "This origin may not call the gateway. GATEWAY_EXTENSION_ORIGINS lists those that may."
    )


class PermissionDenied(GatewayError):
    """The key lives but may not do this."""

    code, status, action = "permission_denied", 403, None


class RegionNotSupported(GatewayError):
    """The provider does not serve the country of this machine."""

    code, status, action = "region_not_supported", 403, None


class UnknownProvider(GatewayError):
    """No provider of that id is in the catalogue."""

    code, status, action = "unknown_provider", 404, None
    default_message = "There is no such provider. GET /providers lists those that there are."


class GenerationNotFound(GatewayError):
    """The session has no generation of that id."""

    code, status, action = "generation_not_found", 404, None
    default_message = "This session has no such generation."


class NotFound(GatewayError):
    """No route has that path."""

    code, status, action = "not_found", 404, None
    default_message = "There is nothing at this address."


class ModelUnavailable(GatewayError):
    """Neither the fixed model nor a fallback model exists at the provider."""

    code, status, action = "model_unavailable", 404, "configure_model"


class MethodNotAllowed(GatewayError):
    """The route exists, but not with this method."""

    code, status, action = "method_not_allowed", 405, None
    default_message = "This address does not take that method."


class SessionStale(GatewayError):
    """The cookie is an older copy: the session has been written since."""

    code, status, action = "session_stale", 409, "retry"
    default_message = "The session has changed since. Ask again with its newest cookie."


class SessionFull(GatewayError):
    """One more key would not fit into the cookie."""

    code, status, action = "session_full", 409, "remove_key"
    default_message = "The session has no room for one more key. Remove one first."


class TooManyTokens(GatewayError):
    """The session has as many access tokens as it may."""

    code, status, action = "session_full", 409, None


class RequestTooLarge(GatewayError):
    """The body is over the limit."""

    code, status, action = "request_too_large", 413, "edit_prompt"
    default_message = "The request is too large. Shorten it."


class UnsupportedMediaType(GatewayError):
    """The body is not plain JSON."""

    code, status, action = "unsupported_media_type", 415, "fix_request"
    default_message = "Send the body as Content-Type: application/json, in UTF-8 and unencoded."


class InvalidKeyFormat(GatewayError):
    """The text cannot be a key of any provider."""

    code, status, action = "invalid_key_format", 422, "add_key"
    default_message = (
        "This does not look like a whole key: 20 to 512 letters, digits and signs, without spaces."
    )


class RateLimited(GatewayError):
    """The provider wants fewer requests for a while."""

    code, status, action = "rate_limited", 429, "retry"


class TooManyGenerations(GatewayError):
    """The session, or the token, already runs as many generations as it may."""

    code, status, action = "too_many_generations", 429, "retry"
    default_message = "Too many answers are being written at once. Stop one, or wait for one."


class ProviderError(GatewayError):
    """The provider failed, or answered something that is no answer."""

    code, status, action = "provider_error", 502, "retry"


class ProviderMisaddressed(ProviderError):
    """Something else answered in the provider's place, and will do so again."""


class AnswerTooLarge(ProviderError):
    """The provider's answer grew beyond the limit."""


class ProviderUnreachable(GatewayError):
    """No connection to the provider could be made or kept."""

    code, status, action = "provider_unreachable", 502, "retry"


class ProxyRefused(ProviderUnreachable):
    """The person's proxy makes no connection to the provider."""


class ProviderUntrusted(ProviderUnreachable):
    """What answers at the provider's address does not prove to be the provider."""

    advice: ClassVar[str] = (
        "Something in between, such as a proxy or a login page, may intercept it. If that is your "
        "organisation's, name the file of its certificates in SSL_CERT_FILE and start the gateway "
        "again."
    )


class ProviderOverloaded(GatewayError):
    """The provider has no capacity at the moment."""

    code, status, action = "provider_overloaded", 503, "retry"


class TooManySessions(GatewayError):
    """Every session that there may be holds checked keys and is in use."""

    code, status, action = "too_many_sessions", 503, "retry"
    default_message = (
        "There are as many sessions as there may be, and all of them hold keys. Sign out of one, "
        "or start the gateway again."
    )


class ProviderTimeout(GatewayError):
    """The provider sent nothing for too long."""

    code, status, action = "provider_timeout", 504, "retry"


def places_of(error: BaseException) -> str:
    """Where something failed, for a log; without the exception's message, which may quote."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{frame.filename}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__qualname__} at {places}"
