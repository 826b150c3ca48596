"""Which headers of a request and of its answer go through; credentials and the connection's do not.

Source: https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1
"""

import re
from collections.abc import Mapping

from multidict import CIMultiDict, CIMultiDictProxy

Headers = CIMultiDict[str] | CIMultiDictProxy[str]

_OF_A_CONNECTION = (
    "connection|keep-alive|te|trailer|transfer-encoding|upgrade|http2-settings|proxy-.*"
    "|content-length"
)

# What would tell the provider of the program's surroundings, or make it do something else. Google
# has parameters of its system as x-goog-…: another project, or which fields of an answer it leaves
# out, its usage among them. The content's type has been checked, and is set anew.
_NOT_SENT = re.compile(
    rf"{_OF_A_CONNECTION}|authorization|x-api-key|api-key|cookie2?|accept-encoding|content-type"
    r"|host|expect|origin|referer|sec-.*|forwarded|x-forwarded-.*|x-real-ip|via|x-http-method.*"
    r"|x-method-override|x-original-.*|x-rewrite-.*|x-goog-(?!api-client$).*|x-gatehouse-.*"
    r"|x-csrf-token"
)

# What is for the provider's own site, or is set by the gateway.
_NOT_RETURNED = re.compile(
    rf"{_OF_A_CONNECTION}|set-cookie2?|access-control-.*|strict-transport-security|alt-svc"
    r"|cache-control|pragma|expires|x-content-type-options|content-security-policy.*"
    r"|referrer-policy|cross-origin-.*|x-frame-options|clear-site-data|report-to|nel|server"
    r"|location|refresh|link|service-worker-allowed|x-gatehouse-.*"
)

QUERY = ("beta", "alt", "api-version")
"""Parameters of the query that go along."""


def sent_headers(headers: Headers, credentials: Mapping[str, str], token: str) -> CIMultiDict[str]:
    """A program's headers as the provider gets them.

    Args:
        headers: as the program sent them.
        credentials: the person's key, as headers.
        token: the program's access token, which no header may carry on.
    """
    kept = _without(headers, _NOT_SENT)
    sent = CIMultiDict((name, value) for name, value in kept.items() if token not in value)
    sent.update(credentials)
    sent["Content-Type"] = "application/json"
    return sent


def returned_headers(headers: Headers) -> CIMultiDict[str]:
    """A provider's headers as the program gets them, but for the body's length."""
    return _without(headers, _NOT_RETURNED)


def _without(headers: Headers, dropped: "re.Pattern[str]") -> CIMultiDict[str]:
    named = {
        name.strip().lower()
        for value in headers.getall("Connection", ())
        for name in value.split(",")
    }
    return CIMultiDict(
        (name, value)
        for name, value in headers.items()
        if name.lower() not in named and not dropped.fullmatch(name.lower())
    )
