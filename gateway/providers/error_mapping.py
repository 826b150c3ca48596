"""What a provider's failure means, in the gateway's own errors: one mapping for every call.

The decision rests on what the provider itself sent: the error's codes first, and where a provider
has none, the beginning of its sentence. What those are stands in the wire formats. A status alone
decides the rest, and counts only where the body is the provider's own error: any proxy, firewall or
login page on the way may answer with any status.
"""

from gateway.errors import (
    AnswerTooLarge,
    ContentBlocked,
    ContextTooLong,
    GatewayError,
    InvalidRequest,
    KeyRejected,
    ModelUnavailable,
    PermissionDenied,
    ProviderError,
    ProviderMisaddressed,
    ProviderOverloaded,
    ProviderTimeout,
    ProviderUnreachable,
    ProviderUntrusted,
    ProxyRefused,
    QuotaExhausted,
    RateLimited,
    RegionNotSupported,
    RequestTooLarge,
)
from gateway.providers import litellm_proxy
from gateway.providers.error_replies import (
    MAY_HAVE_WORKED,
    SIGNS,
    codes_of,
    is_page,
    is_spent,
    own_error,
    retry_after,
    status_of,
    token_overflow,
)
from gateway.providers.failures import (
    CallFailed,
    ErrorReply,
    ProxyFailed,
    ReplyTooLarge,
    TimedOut,
    Unreachable,
    Untranslatable,
    Untrusted,
)
from gateway.providers.wire_formats.base import Sign


def gateway_error(failure: CallFailed, provider: str, name: str) -> GatewayError:
    """The error that a failed call stands for, with a sentence for a person.

    Args:
        failure: how the call failed.
        provider: the provider's id.
        name: the provider's name, as people read it.
    """
    match failure:
        case ErrorReply():
            error = _meaning(failure, provider, name)
            # Within an answer, the provider may have done all the work.
            error.refused = failure.status not in (None, 200, *MAY_HAVE_WORKED)
        case TimedOut():
            error = timed_out(provider, name)
        case Unreachable(connected=connected):
            error = ProviderUnreachable(
                f"{name} could not be reached. Check the internet connection.", provider=provider
            )
            error.refused = not connected
        case ProxyFailed(proxy=proxy, status=status):
            error = ProxyRefused(_proxy_message(proxy, status, name), provider=provider)
            error.refused = True
        case Untrusted():
            error = ProviderUntrusted(
                f"No secure connection to {name} could be made. {ProviderUntrusted.advice}",
                provider=provider,
            )
            error.refused = True
        case Untranslatable(parameter=parameter):
            error = InvalidRequest(
                f"{parameter}: {name} cannot do this. Leave it out."
                if parameter
                else f"This request cannot be translated for {name}. Check its tools, their calls "
                "and what they have given.",
                provider=provider,
                field=parameter,
            )
            error.refused = True
        case ReplyTooLarge(limit=limit):
            error = answer_too_large(provider, name, limit)
        case _:
            error = broken_off(provider, name)
    return error


def _proxy_message(proxy: str, status: int | None, name: str) -> str:
    if status == 407:
        return (
            f"The proxy {proxy} wants a user name and a password (HTTP 407). Give them in its "
            "variable, such as HTTPS_PROXY."
        )
    if status is not None:
        return (
            f"The proxy {proxy} does not connect to {name} (HTTP {status}). Ask its operator, or "
            "name the provider in NO_PROXY."
        )
    return (
        f"The proxy {proxy} could not be reached, or is none. Check it, or the variable that "
        "names it, such as HTTPS_PROXY or ALL_PROXY."
    )


def _in_between(reply: ErrorReply, provider: str, name: str) -> GatewayError:
    """Something on the way answered, and not the provider."""
    status = reply.status
    who = f"Not {name} itself but something on the way to it answered (HTTP {status})"
    if status == 413:
        return RequestTooLarge(
            f"{who}: the request is too large for it. Shorten it.", provider=provider
        )
    if status == 407:
        return ProxyRefused(
            f"A proxy on the way to {name} wants a user name and a password (HTTP 407). Give them "
            "in its variable, such as HTTP_PROXY.",
            provider=provider,
        )
    check = "Check the proxy, the firewall and the provider's address."
    if status in (409, 429) or (status is not None and status >= 500):
        if status in MAY_HAVE_WORKED:
            message = f"{who}: {name} took too long. Try again later."
            return ProviderMisaddressed(message, provider=provider)
        return ProviderError(
            f"{who}. Try again later, or check the proxy and the firewall.",
            provider=provider,
            retry_after=retry_after(reply),
        )
    return ProviderMisaddressed(f"{who}. {check}", provider=provider)


def content_blocked(provider: str, name: str) -> GatewayError:
    """The provider refused to answer at all."""
    return ContentBlocked(
        f"{name} blocked this prompt for its content. Rephrase it.", provider=provider
    )


def broken_off(provider: str, name: str) -> GatewayError:
    """The answer ended before its end, or cannot be read."""
    return ProviderError(f"{name}'s answer broke off before its end.", provider=provider)


def answer_too_large(provider: str, name: str, limit: int) -> GatewayError:
    """The answer grew beyond a limit, in bytes."""
    return AnswerTooLarge(
        f"{name}'s answer grew beyond {limit // (1024 * 1024)} MiB and was ended there. "
        "What came until then is kept.",
        provider=provider,
    )


def timed_out(provider: str, name: str) -> GatewayError:
    """No byte came for too long."""
    return ProviderTimeout(f"{name} took too long to answer. Try again.", provider=provider)


def _meaning(reply: ErrorReply, provider: str, name: str) -> GatewayError:
    error_object = own_error(reply.body, provider)
    if not error_object and (reply.status not in (None, 200) or is_page(reply.body)):
        return _in_between(reply, provider, name)
    relayed = litellm_proxy.relayed_error(error_object)
    if relayed is not None:
        error_object = relayed
    codes = set(codes_of(error_object))
    status = status_of(reply.status, error_object, codes)
    message = str(error_object.get("message") or reply.body).lower()

    def error(kind: type[GatewayError], text: str) -> GatewayError:
        passes = status in (409, 429) or (status or 0) >= 500
        waits = passes and kind is not QuotaExhausted
        wait = retry_after(reply) if waits else None
        return kind(text, provider=provider, retry_after=wait)

    def shows(signs: tuple[Sign, ...]) -> bool:
        return any(sign.fits(status, codes, message) for sign in signs)

    if shows(SIGNS.no_model) or (status == 404 and error_object and "model" in message):
        return error(ModelUnavailable, f"{name} does not have this model.")
    if relayed is not None and status in (401, 403):
        return error(
            PermissionDenied,
            f"The provider behind {name} does not accept {name}'s own key. Tell its operator.",
        )
    if shows(SIGNS.region):
        return error(
            RegionNotSupported,
            f"{name} does not serve the country that this machine is in, or not without billing. "
            "Use another provider.",
        )
    if shows(SIGNS.account):
        return error(
            PermissionDenied,
            f"Your {name} account does not allow this: its organization, project or list of "
            "addresses does not fit. Ask its administrator.",
        )
    if shows(SIGNS.larger_than_rate):
        tokens = token_overflow(message)
        over = f", by about {tokens:,} tokens" if tokens else ""
        return error(
            ContextTooLong,
            f"The prompt is longer than your {name} account may send in a minute{over}. Shorten "
            "it, or have the account's limit raised.",
        )
    if shows(SIGNS.key_not_for_model):
        return error(PermissionDenied, f"Your {name} key is not allowed to use this model.")
    if shows(SIGNS.dead_key) or (status == 401 and not shows(SIGNS.restricted_key)):
        return error(KeyRejected, f"{name} does not accept your key. Enter a valid one.")
    spent = status == 429 and not shows(SIGNS.rate_limited) and is_spent(reply.body.lower())
    if status == 402 or shows(SIGNS.no_credit) or spent:
        return error(
            QuotaExhausted, f"Your {name} account has no credit or quota left. Look at its billing."
        )
    if status in (401, 403):
        return error(PermissionDenied, f"Your {name} key is not allowed to do this.")
    if shows(SIGNS.prompt_too_long):
        overflow = token_overflow(message)
        by = f" by about {overflow:,} tokens" if overflow else ""
        return error(ContextTooLong, f"The prompt is too long for {name}'s model{by}. Shorten it.")
    if shows(SIGNS.blocked):
        return content_blocked(provider, name)
    if status in (400, 413, 422):
        return error(
            InvalidRequest,
            f"{name} did not accept the request. Check max_tokens, temperature and the messages.",
        )
    if status in (503, 529) or shows(SIGNS.overloaded):
        return error(ProviderOverloaded, f"{name} is overloaded at the moment.")
    if status == 429:
        return error(RateLimited, f"{name} is limiting your requests. Try again in a while.")
    if status in (408, 504):
        return timed_out(provider, name)
    if status is None or status == 200:
        return broken_off(provider, name)
    kind = ProviderError if status >= 500 or status == 409 else ProviderMisaddressed
    return error(kind, f"{name} failed to answer (HTTP {status}).")
