"""Reading a request's body into the model that checks it."""

import asyncio
from typing import Any, TypeVar

from aiohttp import web
from pydantic import ValidationError
from pydantic_core import from_json

from gateway.errors import InvalidRequest, RequestTooLarge
from gateway.json_limits import JsonLimits, LimitExceeded
from gateway.surrogates import without_halves
from gateway.web.schemas import A_LIST, A_TEXT, AN_OBJECT, KINDS, RequestModel

Model = TypeVar("Model", bound=RequestModel)

_KIB = 1024

SMALL_BODY = 64 * _KIB
LARGE_BODY = 32 * _KIB * _KIB
"""Limits in bytes. The large one is for prompts, which may hold pictures and files."""

# Seconds for a whole body; over loopback it takes a fraction of one.
_BODY_TIMEOUT = 15

_TAGS = (A_TEXT, A_LIST, AN_OBJECT)

_MAX_NAME = 19  # shorter than any key


async def read_body(request: web.Request, model: type[Model], limit: int) -> Model:
    """The request's body as a model.

    Args:
        request: the request, whose caller is known.
        model: checks the body.
        limit: the most bytes that it may have.

    Raises:
        RequestTooLarge: it is over the limit.
        InvalidRequest: it does not fit the model, or does not arrive in time.
    """
    return parse_body(model, await read_bytes(request, limit))


async def read_bytes(request: web.Request, limit: int, max_values: int | None = None) -> bytes:
    """The request's body, whose size and shape are checked while it arrives.

    Args:
        request: the request, whose caller is known.
        limit: the most bytes that it may have.
        max_values: the most values of its JSON; None for as many as any body may have.

    Raises:
        RequestTooLarge: it is over the limit.
        InvalidRequest: it is over another limit, or does not arrive in time.
    """
    chunks: list[bytes] = []
    size = 0
    json_limits = JsonLimits(check_names=True, max_values=max_values)
    try:
        async with asyncio.timeout(_BODY_TIMEOUT):
            async for chunk in request.content.iter_any():
                size += len(chunk)
                if size > limit:
                    raise too_large(limit)
                chunks.append(chunk)
                await json_limits.check(chunk)
    except TimeoutError:
        raise InvalidRequest("The body did not arrive in time.") from None
    except LimitExceeded as error:
        raise InvalidRequest(str(error)) from None
    body = b"".join(chunks)
    chunks.clear()  # a large body is in memory once while it is parsed
    return body


def too_large(limit: int) -> RequestTooLarge:
    """The body is over its route's limit, in bytes."""
    size = f"{limit // _KIB} KiB" if limit < _KIB * _KIB else f"{limit // _KIB // _KIB} MiB"
    return RequestTooLarge(f"The request is larger than {size}. Shorten it.")


def parse_body(model: type[Model], body: bytes) -> Model:
    """Parse a request's body; an empty one counts as {}.

    Raises:
        InvalidRequest: it is not JSON, or does not fit the model; names the field at fault.
    """
    try:
        return check_body(model, parse_json(body or b"{}"))
    except (ValueError, RecursionError):
        raise InvalidRequest("The body is not valid JSON.") from None


def parse_json(body: bytes) -> Any:
    """The content of a body. Halves of characters become U+FFFD.

    Raises:
        ValueError, RecursionError: it is not JSON in UTF-8.
    """
    try:
        return from_json(body)  # json.loads would make a text of it first, of up to 4 bytes a byte
    except ValueError:
        return from_json(without_halves(body))


def check_body(model: type[Model], parsed: object) -> Model:
    """Check a body that has been parsed.

    Raises:
        InvalidRequest: it does not fit the model; names the field at fault.
    """
    try:
        return model.model_validate(parsed)
    except ValidationError as error:
        raise _named(model, error) from None


def _named(model: type[RequestModel], error: ValidationError) -> InvalidRequest:
    """The first fault, with the field's name."""
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    field = _field_name(model, first["loc"])
    problem = first["msg"].removeprefix("Value error, ")
    return InvalidRequest(f"{field or 'The body'}: {problem}.", field=field)


def _field_name(model: type[RequestModel], location: tuple[int | str, ...]) -> str | None:
    """The field at fault, where it can be a name: an unknown one is the client's own text."""
    parts = [
        str(part)
        for before, part in zip((None, *location), location, strict=False)
        # The members of a list have a tag behind their number, by which their kind is told.
        if part not in _TAGS and not (isinstance(before, int) and part in KINDS)
    ]
    fits = all(part.isidentifier() or part.isdigit() for part in parts)
    unknown = [part for part in parts if part not in model.model_fields]
    short = max(map(len, unknown), default=0) <= _MAX_NAME
    return ".".join(parts) if parts and fits and short else None
