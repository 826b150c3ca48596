"""A stand-in provider: the HTTP server that speaks a wire format."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from aiohttp import web
from multidict import CIMultiDict

from gateway.sandbox.api import Api
from gateway.sandbox.calls import Call
from gateway.sandbox.delivery import Delivery, SandboxClosing, drop
from gateway.sandbox.errors import ErrorReply
from gateway.sandbox.exchange import Exchange
from gateway.sandbox.keys import KeyKind, classify
from gateway.sandbox.models import available
from gateway.sandbox.seen import SeenRequest
from gateway.sandbox.state import STATE, SandboxState
from gateway.sandbox.wire_format import WireFormat

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_LARGEST_BODY = 64 * 2**20


class StandInProvider:
    """One provider on loopback."""

    def __init__(self, wire_format: WireFormat, state: SandboxState) -> None:
        self.wire_format = wire_format
        self.models = available(wire_format.models, state.retired)
        self._state = state

    def app(self) -> web.Application:
        """Give the server's application."""
        app = web.Application(client_max_size=_LARGEST_BODY)
        app[STATE] = self._state
        for api in self.wire_format.apis:
            for path in api.paths:
                app.router.add_post(path, self._handler(partial(self.generate, api)))
        list_models = self._handler(self.list_models)
        one_model = self._handler(self.one_model)
        for path in self.wire_format.models_paths:
            app.router.add_get(path, list_models, allow_head=False)
            app.router.add_get(f"{path}/{{model}}", one_model, allow_head=False)
        app.router.add_route("*", "/{path:.*}", self._handler(self._unknown_path))
        return app

    async def list_models(self, request: web.Request, _body: Any) -> web.StreamResponse:
        """Answer a request for the list of models."""
        wire_format = self.wire_format
        if classify(wire_format.require_key(request)) is KeyKind.RESTRICTED:
            raise wire_format.errors.may_not_list()
        delivery = Delivery(request, self._state.closing, wire_format.headers())
        body = wire_format.encode(wire_format.model_list(request, self.models))
        return await delivery.in_two_writes(body, wire_format.content_type)

    async def one_model(self, request: web.Request, _body: Any) -> web.StreamResponse:
        """Answer a request for one model."""
        wire_format = self.wire_format
        if classify(wire_format.require_key(request)) is KeyKind.RESTRICTED:
            raise wire_format.errors.may_not_list()
        id_ = request.match_info["model"]
        if id_ not in self.models:
            raise wire_format.errors.model_unknown(id_)
        body = wire_format.encode(wire_format.describe(self.models[id_]))
        return web.Response(
            body=body, headers={**wire_format.headers(), "Content-Type": wire_format.content_type}
        )

    async def generate(self, api: Api, request: web.Request, body: Any) -> web.StreamResponse:
        """Answer a prompt, or fail as its directive says."""
        key = self.wire_format.require_key(request)
        call = self.read_call(api, request, body)
        delivery = Delivery(request, self._state.closing, self.wire_format.headers())
        exchange = Exchange(self.wire_format, api, self.models, self._state, delivery, key, call)
        return await exchange.run()

    def read_call(self, api: Api, request: web.Request, body: Any) -> Call:
        """Read a request for an answer; ErrorReply where it is invalid."""
        errors = self.wire_format.errors
        if not isinstance(body, dict):
            raise errors.invalid("We could not parse the JSON body of your request.")
        try:
            return api.read_call(request, body, self.models)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            # For all that no check of its own has refused.
            raise errors.invalid(f"Invalid type in the request: {error}") from error

    async def _unknown_path(self, request: web.Request, _body: Any) -> web.StreamResponse:
        raise self.wire_format.errors.unknown_path(request.method, request.path)

    def _handler(
        self, answer: Callable[[web.Request, Any], Awaitable[web.StreamResponse]]
    ) -> Handler:
        """Record the request, and turn raised replies into responses."""

        async def handle(request: web.Request) -> web.StreamResponse:
            seen = SeenRequest(
                provider=self.wire_format.name,
                method=request.method,
                path=request.raw_path,
                headers=CIMultiDict(request.headers),
            )
            self._state.record(seen)
            try:
                seen.body = _json_or_none(await request.read())
                return await answer(request, seen.body)
            except ErrorReply as reply:
                return self.wire_format.error_response(request, reply)
            except SandboxClosing:
                drop(request)
                return web.Response()
            except asyncio.CancelledError:
                seen.closed_early = not self._state.closing.is_set()
                raise
            except ConnectionError:
                # The client left during a write. This response goes nowhere.
                seen.closed_early = True
                return web.Response()
            finally:
                seen.ended.set()

        return handle


def _json_or_none(raw: bytes) -> Any:
    try:
        return _without_surrogates(json.loads(raw))
    except (ValueError, RecursionError):
        return None


def _without_surrogates(value: Any) -> Any:
    """Replace lone surrogates: JSON can carry them, but UTF-8 cannot."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {
            _without_surrogates(name): _without_surrogates(item) for name, item in value.items()
        }
    return value
