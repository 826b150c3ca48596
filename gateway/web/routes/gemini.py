"""Gemini's API, for programs that use an access token as their API key."""

from aiohttp import web

from gateway.providers.native_apis import Endpoint
from gateway.providers.native_apis.gemini import (
    BATCH_EMBED_CONTENTS,
    COUNT_TOKENS,
    EMBED_CONTENT,
    GENERATE_CONTENT,
    STREAM_GENERATE_CONTENT,
)
from gateway.session.authentication import Program
from gateway.web.authentication import PROGRAM
from gateway.web.bodies import LARGE_BODY
from gateway.web.passing_through import (
    PASSED_ERRORS,
    NativeAnswer,
    NativeEvent,
    NativeRequest,
    pass_on,
    read_native,
)
from gateway.web.routing import Call, Handler, Route, RouteTable


def _passes(endpoint: Endpoint) -> Handler[Program, NativeRequest]:
    async def answer(call: Call[Program, NativeRequest]) -> web.StreamResponse:
        return await pass_on(call, endpoint, call.parameter("model"))

    method = endpoint.path.partition(":")[2]
    answer.__doc__ = f"""Ask Gemini for {method} in its own API.

    The request goes to Gemini as it is, and so does its answer come back.
    """
    return answer


routes = RouteTable()
for _endpoint in (
    GENERATE_CONTENT,
    STREAM_GENERATE_CONTENT,
    COUNT_TOKENS,
    EMBED_CONTENT,
    BATCH_EMBED_CONTENTS,
):
    for _version in ("/v1beta", "/v1"):
        routes.add(
            Route(
                "POST",
                _version + _endpoint.path.replace("{model}", "{model:[^:]+}"),
                _passes(_endpoint),
                access=PROGRAM,
                takes=NativeRequest,
                gives=NativeAnswer | list[NativeAnswer],
                stream=NativeEvent,
                query={"alt": "sse|json"},
                errors=PASSED_ERRORS,
                max_body=LARGE_BODY,
                read=read_native,
            )
        )
