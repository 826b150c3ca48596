"""Routes: who may call them, what they take, give and refuse. What is documented is enforced.

A Route authenticates its caller and reads its body before its handler runs. `check_routes` refuses
to start an application that has any other handler, so every route says who may call it. openapi.py
describes the API from the same values.
"""

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import KW_ONLY, dataclass, field
from typing import Any, Generic, TypeVar, cast

from aiohttp import web

from gateway.errors import GatewayError, PermissionDenied
from gateway.identity.proof import PROOF_HEADER
from gateway.session.authentication import Caller
from gateway.web.authentication import Access, CallerT, authenticate
from gateway.web.bodies import SMALL_BODY, read_body
from gateway.web.owner_limits import kind_of
from gateway.web.schemas import RequestModel, ResponseModel
from gateway.web.server import RequestHandler
from gateway.web.services import SERVICES, Services

ErrorTypes = tuple[type[GatewayError], ...]

BodyT = TypeVar("BodyT", bound=RequestModel | None)
BodyT_co = TypeVar("BodyT_co", bound=RequestModel | None, covariant=True)


@dataclass(frozen=True, slots=True)
class Call(Generic[CallerT, BodyT_co]):
    """A request to a route, authenticated and read. `body` is None where the route takes none."""

    request: web.Request
    caller: CallerT
    body: BodyT_co

    @property
    def services(self) -> Services:
        """The application's services."""
        return self.request.app[SERVICES]

    def parameter(self, name: str) -> str:
        """A part of the path, by its name in the route."""
        return self.request.match_info[name]


Handler = Callable[[Call[CallerT, BodyT]], Awaitable[web.StreamResponse]]
BodyReader = Callable[[web.Request, type[Any], int], Awaitable[Any]]


@dataclass(frozen=True, eq=False)
class Route(Generic[CallerT, BodyT]):
    """One route of the API.

    Attributes:
        access: who may call it.
        takes: the model of its body; None where it has none.
        gives: the type of its answer; None where that has no body.
        status: the status of success.
        errors: what it refuses, beyond what its access and every route refuse.
        content_type: the answer's, where that is not JSON.
        stream: the type of an event, where the answer may be a stream.
        headers: request headers that it reads.
        query: parameters of the query that it reads, with the pattern of each; none is required.
        needs_proof: whether only a client that has the proof of the native messaging host may call
            it.
        for_address_bar: whether it is made for a browser's address bar, so that Origin and fetch
            metadata are not checked.
        keeps_alive: whether calling it counts as a use of the session.
        max_body: the most bytes that its body may have.
        read: how its body is read.
    """

    method: str
    path: str
    handler: Handler[CallerT, BodyT]
    _: KW_ONLY
    access: Access[CallerT]
    takes: type[BodyT] | None = None
    gives: Any = None
    status: int = 200
    errors: ErrorTypes = ()
    content_type: str = "application/json"
    stream: type[ResponseModel] | None = None
    headers: Sequence[str] = ()
    query: Mapping[str, str] = field(default_factory=dict)
    needs_proof: bool = False
    for_address_bar: bool = False
    keeps_alive: bool = True
    max_body: int = SMALL_BODY
    read: BodyReader = read_body

    @property
    def template(self) -> str:
        """The path with the names of its parameters, without their patterns."""
        return re.sub(r"{(\w+):[^}]*}", r"{\1}", self.path)

    @property
    def summary(self) -> str:
        """What it does, in a line: the first of the handler's docstring."""
        return (self.handler.__doc__ or "").partition("\n")[0].rstrip(".")

    @property
    def details(self) -> str:
        """The rest of the handler's docstring, which is written for those who call the route."""
        return " ".join((self.handler.__doc__ or "").partition("\n")[2].split())

    @property
    def definition(self) -> web.RouteDef:
        """The route as aiohttp registers it."""
        # aiohttp would add a HEAD beside each GET; that of a stream would run until its end.
        only_streams = self.stream is not None and self.gives is None
        options = {"allow_head": False} if only_streams else {}
        return web.RouteDef(self.method, self.path, self.answer, options)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Authenticate the caller, read the body, and let the handler answer.

        Raises:
            GatewayError: the caller may not, the body does not fit, or the handler refuses.
        """
        caller = await authenticate(request, self.access, keeps_alive=self.keeps_alive)
        if self.needs_proof:
            _check_proof(request)
        if caller is None:
            return await self._handle(request, caller, await self._read(request))
        known = cast("Caller", caller)
        if isinstance(request.protocol, RequestHandler):
            # Connections of strangers count together: anybody can begin as many sessions.
            request.protocol.owner = None if kind_of(known) == "stranger" else known.owner
        limits = request.app[SERVICES].owner_limits
        with limits.request(known.owner):
            with limits.large_body(known) if self._may_be_large(request) else nullcontext():
                body = await self._read(request)
            return await self._handle(request, caller, body)

    def _may_be_large(self, request: web.Request) -> bool:
        """Whether the body may have more than SMALL_BODY bytes; one without a length may."""
        length = request.content_length
        small = not request.body_exists or (length is not None and length <= SMALL_BODY)
        return self.max_body > SMALL_BODY and not small

    async def _read(self, request: web.Request) -> BodyT:
        body = None if self.takes is None else await self.read(request, self.takes, self.max_body)
        return cast("BodyT", body)

    async def _handle(
        self, request: web.Request, caller: CallerT, body: BodyT
    ) -> web.StreamResponse:
        return await self.handler(Call(request, caller, body))


def _check_proof(request: web.Request) -> None:
    """Refuse a client that does not have the proof of this start.

    Raises:
        PermissionDenied: it has none, or another one.
    """
    if not request.app[SERVICES].proof.is_in(request.headers.getall(PROOF_HEADER, ())):
        raise PermissionDenied(
            "Only the extension may do this, once `gatehouse install` has been run. Run it in a "
            "terminal, and then open the extension again."
        )


class RouteTable(list[Route[Any, Any]]):
    """The routes of one module."""

    def add(self, route: Route[CallerT, BodyT]) -> None:
        """Add a route whose handler takes the caller and the body that the route promises."""
        self.append(route)


def route_of(handler: object) -> Route[Any, Any] | None:
    """The Route behind a handler of the application; None for any other handler."""
    route = getattr(handler, "__self__", None)  # of the bound method Route.answer
    return route if isinstance(route, Route) else None


def routes_of(app: web.Application) -> Iterator[Route[Any, Any]]:
    """Every Route of an application; HEAD, which aiohttp adds beside GET, is left out."""
    for registered in app.router.routes():
        if registered.method != "HEAD" and (found := route_of(registered.handler)) is not None:
            yield found


async def check_routes(app: web.Application) -> None:
    """Refuse to start with a route that does not say who may call it.

    Raises:
        RuntimeError: there is such a route.
    """
    for registered in app.router.routes():
        if route_of(registered.handler) is None:
            raise RuntimeError(
                f"{registered.method} {registered.resource} does not say who may call it: "
                "register it as a gateway.web.routing.Route"
            )
