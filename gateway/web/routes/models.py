"""The models that a token may use, for programs that choose one."""

from aiohttp import web

from gateway.session.authentication import Program
from gateway.web.apis import api_of
from gateway.web.authentication import PROGRAM
from gateway.web.model_lists import (
    MODEL_SHAPES,
    AnthropicModel,
    AnthropicModelList,
    GeminiModel,
    GeminiModelList,
    Model,
    ModelList,
)
from gateway.web.passing_through import ModelNotFound
from gateway.web.responses import json_response
from gateway.web.routing import Call, Route, RouteTable


async def list_models(call: Call[Program, None]) -> web.Response:
    """List the models that the token may use, by the names that it then sends.

    The list is in Anthropic's shape where the request has `anthropic-version`, in Gemini's under
    /v1beta or with `x-goog-api-key`, else in OpenAI's.
    """
    api = api_of(call.request) or "openai"
    return json_response(MODEL_SHAPES[api].all(await _models(call, api), call.services.started_at))


async def get_model(call: Call[Program, None]) -> web.Response:
    """Look at one model that the token may use, in the shapes of the list."""
    api, name = api_of(call.request) or "openai", call.parameter("model")
    provider = dict(await _models(call, api)).get(name)
    if provider is None:
        raise ModelNotFound
    return json_response(MODEL_SHAPES[api].one(name, provider, call.services.started_at))


async def _models(call: Call[Program, None], api: str) -> list[tuple[str, str]]:
    """Name and provider of each model that the token may ask in this API."""
    await call.services.models.ready()
    return [
        (name, provider.id)
        for name, provider in call.services.models.names(call.caller)
        if not MODEL_SHAPES[api].native_only or provider.settings.wire_format == api
    ]


routes = RouteTable()
for _base, _list, _one in (
    ("/v1/models", ModelList | AnthropicModelList, Model | AnthropicModel),
    ("/v1beta/models", GeminiModelList, GeminiModel),
):
    _headers = ("anthropic-version", "x-goog-api-key") if _base == "/v1/models" else ()
    routes.add(Route("GET", _base, list_models, access=PROGRAM, gives=_list, headers=_headers))
    routes.add(
        Route(
            "GET",
            f"{_base}/{{model:.+}}",
            get_model,
            access=PROGRAM,
            gives=_one,
            headers=_headers,
            errors=(ModelNotFound,),
        )
    )
