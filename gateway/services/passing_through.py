"""PassThroughService: a program's request in a provider's own API, sent on as it is."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from multidict import CIMultiDict

from gateway.errors import GatewayError, InvalidRequest, ModelUnavailable, PermissionDenied
from gateway.generation.fallback import FallbackModels
from gateway.providers.error_mapping import gateway_error
from gateway.providers.error_replies import MAY_HAVE_WORKED
from gateway.providers.failures import CallFailed, ErrorReply
from gateway.providers.http_client import HttpClient, RawReply
from gateway.providers.litellm_client import LiteLLMClient
from gateway.providers.native_apis import NATIVE_APIS, Endpoint, NativeApi
from gateway.providers.pass_through import returned_headers, sent_headers
from gateway.providers.usage_tap import UsageTap
from gateway.providers.wire_formats.base import WireFormat
from gateway.services.models import Model
from gateway.services.native_call import NativeCall
from gateway.services.running_calls import RunningCalls
from gateway.services.spending import Reservation, SpendingService, Tally, is_limited
from gateway.services.upstreams import key_for
from gateway.session.authentication import Authentication, Program

# Statuses with which a provider says that it does not have a model.
_NO_MODEL = (400, 403, 404)


@dataclass(frozen=True, slots=True)
class _Opened:
    """An answer that has begun, of which model, and what has been read of it."""

    candidate: str
    reply: RawReply
    read: bytes = field(default=b"", repr=False)


class PassedReply:
    """A provider's answer that has begun; `headers` are those that a program gets."""

    def __init__(self, reply: RawReply, read: bytes, tap: UsageTap) -> None:
        self._reply = reply
        self._read = read
        self._tap = tap
        self.status = reply.status
        self.headers: CIMultiDict[str] = returned_headers(reply.headers)
        self.length = reply.headers.get("Content-Length")
        self.ended = False
        """Whether all of it has come."""

    async def pieces(self) -> AsyncGenerator[bytes, None]:
        """The body, each piece in the moment in which it arrives.

        Raises:
            CallFailed: it broke off, or nothing came for too long.
        """
        if self._read:
            yield self._read
        async for piece in self._reply.pieces():
            self._tap.feed(piece)
            yield piece
        self.ended = True


class PassThroughService:
    """Sends requests on.

    Args:
        authentication: checks callers again after waiting.
        spending: keeps a token within its limit of money.
        http: carries the calls.
        formats: the wire formats by id.
        litellm: reads usages.
        fallback: knows which models are retired.
        running: keeps what runs.
    """

    def __init__(
        self,
        authentication: Authentication,
        spending: SpendingService,
        http: HttpClient,
        formats: Mapping[str, WireFormat],
        litellm: LiteLLMClient,
        fallback: FallbackModels,
        running: RunningCalls,
    ) -> None:
        self._fallback = fallback
        self._authentication = authentication
        self._spending = spending
        self._http = http
        self._formats = formats
        self._litellm = litellm
        self._running = running

    def speaks(self, model: Model, endpoint: Endpoint) -> bool:
        """Whether the model's provider has this endpoint itself. LiteLLM must be ready."""
        settings = model.provider.settings
        prefix = model.candidates[0].partition("/")[0]
        if settings.wire_format != endpoint.api:
            return False
        if endpoint.api == "openai":
            everywhere = endpoint.path in ("/chat/completions", "/embeddings")
            return prefix == "openai" or (everywhere and self._litellm.models.speaks_openai(prefix))
        return prefix == endpoint.api

    @asynccontextmanager
    async def send(
        self, caller: Program, model: Model, call: NativeCall
    ) -> AsyncGenerator[PassedReply, None]:
        """Send a request to the model's provider, and count what the answer costs.

        One task sends one request at a time. An error or a cancellation within the context ends the
        call at the provider.

        Raises:
            GatewayError: the caller may not, or the provider could not be reached.
            CallFailed: as pieces() raises it.
        """
        await self._spending.ready()
        self._authentication.ensure_current(caller)
        with self._running.noted(caller.owner):
            async with self._send(caller, model, call) as reply:
                yield reply

    @asynccontextmanager
    async def _send(
        self, caller: Program, model: Model, call: NativeCall
    ) -> AsyncGenerator[PassedReply, None]:
        api = NATIVE_APIS[call.endpoint.api]
        key = key_for(caller, model)
        _check(api, caller, model, call)
        budget = self._budget(api, caller, model, call)
        call.parsed = {}
        caller.token.requests += 1
        headers = sent_headers(
            call.headers,
            self._formats[model.provider.settings.wire_format].credentials(key),
            caller.credentials.get_secret_value(),
        )
        tap = UsageTap("")
        reply: PassedReply | None = None
        candidate = model.candidates[0]
        refused = False
        try:
            async with self._first_available(model, call, headers, budget) as opened:
                candidate = opened.candidate
                tap = UsageTap(opened.reply.headers.get("Content-Type", ""))
                reply = PassedReply(opened.reply, opened.read, tap)
                yield reply
        except CallFailed as failure:
            if reply is not None:
                raise
            error = gateway_error(failure, model.provider.id, model.provider.name)
            refused = error.refused
            raise error from None
        except GatewayError as error:
            refused = error.refused
            raise
        finally:
            if reply is not None and reply.status >= 400:
                refused = reply.status not in MAY_HAVE_WORKED
            if refused:
                budget.release()
            else:
                # A program that leaves before the answer begins has asked for it all the same.
                budget.spend(self._cost(api, caller, model, candidate, reply, tap))

    @asynccontextmanager
    async def _first_available(
        self,
        model: Model,
        call: NativeCall,
        headers: CIMultiDict[str],
        budget: "Reservation | Tally",
    ) -> AsyncGenerator[_Opened, None]:
        """The answer of the first model that the provider has."""
        api_base = model.provider.settings.api_base
        *others, last = self._fallback.remaining(api_base, model.candidates)
        for candidate in others:
            budget.choose(candidate)
            async with self._http.send_raw(call.raw(model, candidate, headers)) as reply:
                read = await reply.beginning() if reply.status in _NO_MODEL else b""
                if not _is_gone(model, reply, read):
                    self._fallback.remember(api_base, model.candidates, candidate)
                    yield _Opened(candidate, reply, read)
                    return
        budget.choose(last)
        async with self._http.send_raw(call.raw(model, last, headers)) as reply:
            if others:
                self._fallback.remember(api_base, model.candidates, last)
            yield _Opened(last, reply)

    def _budget(
        self, api: NativeApi, caller: Program, model: Model, call: NativeCall
    ) -> "Reservation | Tally":
        """What the token may spend on the request.

        Raises:
            PermissionDenied: it does not fit into what is left, or its cost has no bound.
        """
        allowance = caller.token.allowance
        if call.endpoint.free or not is_limited(allowance, model):
            return Tally(allowance)
        if (paid := api.paid_member(call.parsed)) is not None:
            raise PermissionDenied(
                f"{paid}: this access token has a limit of money, and what this costs has no "
                "bound. Leave it out, or use a token without a limit.",
                provider=model.provider.id,
            )
        demand = api.demand(call.parsed, call.endpoint, model.provider.id)
        return self._spending.budget(allowance, demand, model)

    def _cost(
        self,
        api: NativeApi,
        caller: Program,
        model: Model,
        candidate: str,
        reply: PassedReply | None,
        tap: UsageTap,
    ) -> float | None:
        """What the answer cost, as it says itself; None where it does not, or not all of it.

        Remembers its ids.
        """
        provider = model.provider
        reports = tap.reports()
        for report in reports:
            caller.token.received.add((provider.id, one) for one in api.ids(report))
        if not provider.settings.needs_key:
            return 0.0
        # A stream that ends without its last piece has told the usage of its beginning, if any.
        whole = reply is not None and reply.ended and not tap.streamed
        if not whole and not api.is_final(reports) and caller.token.allowance.limited:
            return None
        try:
            usage = api.usage(reports, self._litellm.transformations)
        except Exception:  # noqa: BLE001 - whatever a provider writes there
            return None
        return None if usage is None else self._spending.cost(provider.id, candidate, usage)


def _check(api: NativeApi, caller: Program, model: Model, call: NativeCall) -> None:
    """Refuse what would reach into the person's account at the provider.

    Raises:
        PermissionDenied: it would.
        InvalidRequest: the body names another model than the request, or can be read in two ways.
    """
    if (name := api.ambiguous_member(call.parsed)) is not None:
        message = f"{name}: written in another way, this decides what the request may do. Write it "
        raise InvalidRequest(f"{message}once, and as the API has it.", field=name)
    if caller.token.models != "any" and (name := api.other_models(call.parsed)) is not None:
        message = f"{name}: this access token may use the fixed models only."
        raise PermissionDenied(message, field=name)
    member = api.account_member(call.parsed)
    if member is None:
        references = api.references(call.parsed)
        received = caller.token.received
        provider = model.provider.id
        member = next((name for name, one in references if (provider, one) not in received), None)
    if member is not None:
        raise PermissionDenied(
            f"{member}: an access token does not reach what lies in the account at the provider, "
            "but for answers that it has received itself.",
            field=member,
        )
    if call.endpoint.model_in_path:
        named = api.models_in(call.parsed)
        if any(name.removeprefix("models/") != call.model for name in named):
            message = "model: the body names another model than the address."
            raise InvalidRequest(message, field="model")


def _is_gone(model: Model, reply: RawReply, body: bytes) -> bool:
    """Whether the provider says that it does not have the model."""
    if reply.status not in _NO_MODEL:
        return False
    failure = ErrorReply(reply.status, body.decode("utf-8", "replace"), reply.headers)
    error = gateway_error(failure, model.provider.id, model.provider.name)
    return isinstance(error, ModelUnavailable)
