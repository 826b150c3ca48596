"""How a call to a provider can fail, before anything is read into it.

Both transports raise these; error_mapping turns them into the gateway's own errors.

CallFailed
├── ErrorReply        the provider answered with an error
├── TimedOut          no byte came for too long
├── Unreachable       no connection, or one that closed before an answer began
├── ProxyFailed       the person's proxy cannot be reached, or refuses
├── Untrusted         TLS failed
├── Untranslatable    LiteLLM cannot make the provider's request of it, so nothing was sent
├── WholeReply        JSON or a page where a stream was asked for
├── BrokenOff         the answer ended before its end, or cannot be read
├── Unreadable        the answer is compressed, or has more values than any answer
└── ReplyTooLarge     the answer has more bytes than any answer
"""

from collections.abc import Mapping


class CallFailed(Exception):
    """A call to a provider did not give an answer."""


class ErrorReply(CallFailed):
    """An error as the provider sent it.

    Args:
        status: the HTTP status; None for an error within an answer that began with status 200.
        body: the error's body, as text.
        headers: the response's headers; names are looked up in lower case.
    """

    def __init__(
        self, status: int | None, body: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__()
        self.status = status
        self.body = body
        self.headers: Mapping[str, str] = headers if headers is not None else {}

    def __repr__(self) -> str:
        return f"ErrorReply({self.status})"


class TimedOut(CallFailed):
    """No byte came from the provider for too long."""


class Unreachable(CallFailed):
    """No connection could be made, or it closed before an answer began.

    Args:
        connected: whether the provider may have received the request.
    """

    def __init__(self, *, connected: bool) -> None:
        super().__init__()
        self.connected = connected


class ProxyFailed(CallFailed):
    """The person's proxy made no connection to the provider.

    Args:
        proxy: its address, without user name and password.
        status: the HTTP status with which it refused; None where there is none.
    """

    def __init__(self, proxy: str, status: int | None = None) -> None:
        super().__init__()
        self.proxy = proxy
        self.status = status


class Untrusted(CallFailed):
    """What answered could not prove to be the provider."""


class Untranslatable(CallFailed):
    """LiteLLM cannot make a request of the provider's of it: nothing was sent.

    Args:
        parameter: the parameter at fault, by OpenAI's name, if it is known.
    """

    def __init__(self, parameter: str | None = None) -> None:
        super().__init__()
        self.parameter = parameter


class WholeReply(CallFailed):
    """The reply is one document, where a stream of events was asked for.

    Args:
        body: all of it.
    """

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self.body = body

    def __repr__(self) -> str:
        return "WholeReply()"


class BrokenOff(CallFailed):
    """The answer ended before its end, or cannot be read."""


class Unreadable(CallFailed):
    """The answer is not read: it is compressed, or has more values or levels than any answer."""


class ReplyTooLarge(CallFailed):
    """The answer has more bytes than any answer can have.

    Args:
        limit: how many it may have.
    """

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit
