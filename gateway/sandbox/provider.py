"""What the three stand-ins have in common: the way of a request from its key to its answer."""

import asyncio
import json
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from aiohttp import web
from multidict import CIMultiDict

from .answers import Answer
from .calls import Call
from .delivery import Delivery, Frames, SandboxClosing, drop
from .directives import Fault
from .errors import ErrorBook, ErrorReply, Json
from .exchange import Exchange
from .house import House
from .keys import KeyKind, judge
from .models import Model, living
from .seen import SeenRequest

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_LARGEST_BODY = 64 * 2**20


class StandIn(ABC):
    """One provider on loopback."""

    name: ClassVar[str]
    errors: ErrorBook
    plain_type: ClassVar[str] = "application/json"
    filter_raises: ClassVar[bool] = False
    """Whether the provider's filter breaks a stream off with an error, not a finish reason."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.living = living(self.name, house.retired)

    # What each provider has its own way to do.

    @abstractmethod
    def add_routes(self, router: web.UrlDispatcher) -> None:
        """Add the provider's calls."""

    @abstractmethod
    def read_key(self, request: web.Request) -> str | None:
        """Find the key where the provider looks for it."""

    @abstractmethod
    def read_call(self, request: web.Request, body: Json) -> Call:
        """Check the body as the provider does and read it; ErrorReply where it does not fit."""

    @abstractmethod
    def headers(self) -> dict[str, str]:
        """Give the headers that each response of the provider has."""

    @abstractmethod
    def whole(self, model: Model, answer: Answer) -> Json:
        """Write the plain answer's body."""

    @abstractmethod
    def frames(self, call: Call, model: Model, answer: Answer) -> Frames:
        """Write the streamed answer's frames."""

    @abstractmethod
    def error_frame(self, call: Call, fault: Fault) -> bytes:
        """Write the provider's own error as a frame of a stream."""

    @abstractmethod
    def model_list(self, request: web.Request) -> Json:
        """Write the list of models."""

    def encode(self, body: Json) -> bytes:
        """Write JSON as the provider does."""
        return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()

    def error_response(self, request: web.Request, reply: ErrorReply) -> web.Response:
        """Write an error as the provider does; a page of HTML comes from the proxy before it."""
        if isinstance(reply.body, str):
            return web.Response(
                status=reply.status,
                text=reply.body,
                content_type="text/html",
                headers=reply.headers,
            )
        return web.Response(
            status=reply.status,
            body=self.encode(reply.body),
            headers={**self.headers(), "Content-Type": self.plain_type, **reply.headers},
        )

    def require_key(self, request: web.Request) -> str:
        """Give the key; ErrorReply where it is missing or bad."""
        key = self.read_key(request)
        kind = judge(key)
        if key is None or kind is KeyKind.MISSING:
            raise self.errors.missing_key()
        if kind is KeyKind.BAD:
            raise self.errors.bad_key(key)
        return key

    # What is the same for all.

    def app(self) -> web.Application:
        """Give the server's application."""
        app = web.Application(client_max_size=_LARGEST_BODY)
        self.add_routes(app.router)
        app.router.add_route("*", "/{path:.*}", self.handler(self._unknown))
        return app

    def handler(
        self, answer: Callable[[web.Request, Any], Awaitable[web.StreamResponse]]
    ) -> Handler:
        """Wrap a call: record the request, and turn raised replies into responses."""

        async def handle(request: web.Request) -> web.StreamResponse:
            seen = SeenRequest(
                provider=self.name,
                method=request.method,
                path=request.raw_path,
                headers=CIMultiDict(request.headers),
            )
            self._house.record(seen)
            try:
                seen.body = _json_or_none(await request.read())
                return await answer(request, seen.body)
            except ErrorReply as reply:
                return self.error_response(request, reply)
            except SandboxClosing:
                drop(request)
                return web.Response()
            except asyncio.CancelledError:
                seen.closed_early = not self._house.closing.is_set()
                raise
            except ConnectionError:
                # The client left while something was being written. There is nobody to answer.
                seen.closed_early = True
                return web.Response()
            finally:
                seen.ended.set()

        return handle

    async def list_models(self, request: web.Request, _body: Any) -> web.StreamResponse:
        """Answer the call for the list of models."""
        if judge(self.require_key(request)) is KeyKind.RESTRICTED:
            raise self.errors.may_not_list()
        delivery = Delivery(request, self._house.closing, self.headers())
        return await delivery.halved(self.encode(self.model_list(request)), self.plain_type)

    async def generate(self, request: web.Request, body: Any) -> web.StreamResponse:
        """Answer a prompt, or fail as its directive wants."""
        key = self.require_key(request)
        call = self._read(request, body)
        delivery = Delivery(request, self._house.closing, self.headers())
        return await Exchange(self, self._house, delivery, key, call).run()

    def _read(self, request: web.Request, body: Any) -> Call:
        if not isinstance(body, dict):
            raise self.errors.invalid("We could not parse the JSON body of your request.")
        try:
            return self.read_call(request, body)
        except (AttributeError, KeyError, TypeError) as error:
            # What has words of its own was checked before; this is for all other nonsense.
            raise self.errors.invalid(f"Invalid type in the request: {error}") from error

    async def _unknown(self, request: web.Request, _body: Any) -> web.StreamResponse:
        raise self.errors.unknown_path(request.method, request.path)


def _json_or_none(raw: bytes) -> Any:
    try:
        return _sound(json.loads(raw))
    except (ValueError, RecursionError):
        return None


def _sound(value: Any) -> Any:
    """Replace lone surrogates, which JSON can carry but no answer could be written with."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_sound(item) for item in value]
    if isinstance(value, dict):
        return {_sound(name): _sound(item) for name, item in value.items()}
    return value
