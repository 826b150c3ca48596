"""Every failure becomes the one error of the contract; nothing of a request is logged."""

import logging

from aiohttp import web
from aiohttp.typedefs import Handler

from gateway.errors import (
    GatewayError,
    InvalidRequest,
    MethodNotAllowed,
    NotFound,
    RequestTooLarge,
    places_of,
)
from gateway.web.apis import api_of, shape_of, what_is_offered
from gateway.web.responses import REQUEST_ID, new_request_id

logger = logging.getLogger(__name__)


@web.middleware
async def answer_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Outermost middleware: gives each request its id, and each failure its answer."""
    request_id = request[REQUEST_ID] = new_request_id()
    api = api_of(request)
    respond = shape_of(api).response
    try:
        return await handler(request)
    except GatewayError as error:
        return respond(error, request_id)
    except web.HTTPMethodNotAllowed as refused:
        if api == "gemini" and request.method == "POST" and "/models/" in request.path:
            # What Google calls a method stands in the path, after that of a model.
            return respond(NotFound(what_is_offered(api)), request_id)
        response = respond(MethodNotAllowed(), request_id)
        response.headers["Allow"] = refused.headers["Allow"]
        return response
    except web.HTTPException as refused:
        return respond(_as_gateway_error(refused, api), request_id)
    except ConnectionError:
        raise  # the client has left
    except Exception as error:  # noqa: BLE001 - the last resort; its message may quote
        logger.error("%s %s", request_id, places_of(error))
        if request.writer.output_size > 0:
            # A part of the response has been sent already: only the connection can be ended.
            raise ConnectionError from None
        return respond(GatewayError(), request_id)


def _as_gateway_error(refused: web.HTTPException, api: str | None) -> GatewayError:
    """An HTTP error that aiohttp raises by itself, as an error of the contract."""
    match refused.status:
        case 404:
            return NotFound(what_is_offered(api) if api else None)
        case 413:
            return RequestTooLarge()
        case _:
            return InvalidRequest()
