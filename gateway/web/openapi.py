"""The description of the HTTP API, made from the models that check the requests.

Source: https://spec.openapis.org/oas/v3.1.0
"""

import re
from collections.abc import Iterator
from typing import Any

from aiohttp import web
from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode

from gateway import __version__
from gateway.errors import (
    CsrfFailed,
    ExtensionOutdated,
    ForbiddenHost,
    ForbiddenOrigin,
    GatewayError,
    GatewayOutdated,
    InvalidRequest,
    PermissionDenied,
    RequestTooLarge,
    SessionRequired,
    SessionStale,
    UnsupportedMediaType,
)
from gateway.session.sealed_cookie import COOKIE_NAME, CSRF_HEADER
from gateway.web.describe import Access, Description, ErrorTypes, description_of
from gateway.web.guard import ADDRESS_BAR_PAGES
from gateway.web.openai.errors import PREFIX, openai_code, openai_status
from gateway.web.openai.schemas import OpenAIErrorBody
from gateway.web.schemas import ErrorBody

Json = dict[str, Any]

_ABOUT = """\
The local door to your own provider keys. A session holds the keys: `POST /session` makes two halves
of it, a cookie and a CSRF token, and each change of the session brings a new cookie. Programs need
neither, only an access token, which `POST /tokens` issues.

A body is JSON, and an unknown field is an error. Every answer has an `X-Request-Id`. An error with
`retry_after` has a `Retry-After` header as well."""

_SESSION: Json = {"cookie": [], "csrf": []}
_TOKEN: Json = {"token": []}
_SECURITY: dict[Access, list[Json]] = {
    Access.ANYBODY: [],
    Access.PERSON: [_SESSION],
    Access.PERSON_OR_PROGRAM: [_SESSION, _TOKEN],
    Access.PROGRAM: [_TOKEN],
}
_SECURITY_SCHEMES = {
    "cookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": COOKIE_NAME,
        "description": "The sealed half of a session.",
    },
    "csrf": {
        "type": "apiKey",
        "in": "header",
        "name": CSRF_HEADER,
        "description": "The half of a session that only its client holds.",
    },
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "An access token, gtw_…; never together with Origin or Sec-Fetch-Site.",
    },
}

_EVERYWHERE: ErrorTypes = (
    InvalidRequest,
    ExtensionOutdated,
    GatewayOutdated,
    ForbiddenHost,
    RequestTooLarge,
    UnsupportedMediaType,
    GatewayError,
)
_WITH_A_SESSION: ErrorTypes = (SessionRequired, CsrfFailed, SessionStale)


class _Schemas(GenerateJsonSchema):
    """Schemas without titles that only repeat a field's name."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def describe_api(app: web.Application) -> Json:
    """The whole API as an OpenAPI 3.1 document."""
    routes = list(_routes(app))
    refs, components = _schemas([description for *_, description in routes])
    paths: dict[str, Json] = {}
    for method, path, description in routes:
        paths.setdefault(path, {})[method] = _operation(path, description, refs)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Gatehouse", "version": __version__, "description": _ABOUT},
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": _SECURITY_SCHEMES},
    }


def _routes(app: web.Application) -> Iterator[tuple[str, str, Description]]:
    for route in app.router.routes():
        # aiohttp answers HEAD beside each GET by itself.
        if route.method != "HEAD" and route.resource is not None:
            yield route.method.lower(), route.resource.canonical, description_of(route.handler)


def _schemas(descriptions: list[Description]) -> tuple[dict[Any, Json], Json]:
    """A reference for each type that goes in or out, and the components that they refer to."""
    modes: dict[Any, JsonSchemaMode] = {
        ErrorBody: "serialization",
        OpenAIErrorBody: "serialization",
    }
    for description in descriptions:
        if description.takes is not None:
            modes[description.takes] = "validation"
        for given in (description.gives, description.stream):
            if given not in (None, str):
                modes[given] = "serialization"
    refs, definitions = TypeAdapter.json_schemas(
        [(kind, mode, TypeAdapter(kind)) for kind, mode in modes.items()],
        schema_generator=_Schemas,
        ref_template="#/components/schemas/{model}",
    )
    return {kind: schema for (kind, _), schema in refs.items()}, definitions["$defs"]


def _operation(path: str, description: Description, refs: dict[Any, Json]) -> Json:
    operation: Json = {
        "summary": description.summary,
        "description": f"{description.details}\n\nFor {description.access.value}.".strip(),
        "security": _SECURITY[description.access],
        "parameters": [_parameter(name) for name in re.findall(r"{(\w+)}", path)],
    }
    operation["parameters"] += [_header(name) for name in description.headers]
    if description.takes is not None:
        operation["requestBody"] = {
            "required": bool(description.takes.model_fields),
            "content": {"application/json": {"schema": refs[description.takes]}},
        }
    operation["responses"] = {
        str(description.status): _success(description, refs),
        **_refusals(path, description, refs),
    }
    return operation


def _parameter(name: str) -> Json:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _header(name: str) -> Json:
    return {"name": name, "in": "header", "required": False, "schema": {"type": "string"}}


def _success(description: Description, refs: dict[Any, Json]) -> Json:
    content = {}
    if description.gives is str:
        content[description.content_type] = {"schema": {"type": "string"}}
    elif description.gives is not None:
        content[description.content_type] = {"schema": refs[description.gives]}
    if description.stream is not None:
        content["text/event-stream"] = {"schema": refs[description.stream]}
    return {"description": "It worked.", **({"content": content} if content else {})}


def _refusals(path: str, description: Description, refs: dict[Any, Json]) -> dict[str, Json]:
    """The errors by status, with their codes."""
    errors = _EVERYWHERE + description.errors
    if path not in ADDRESS_BAR_PAGES:
        errors += (ForbiddenOrigin,)
    if description.access in (Access.PERSON, Access.PERSON_OR_PROGRAM):
        errors += _WITH_A_SESSION
    if description.access is Access.PERSON:
        errors += (PermissionDenied,)  # where an access token is sent
    if description.access is Access.PROGRAM:
        errors += (SessionRequired,)

    openai = path.startswith(PREFIX)
    codes: dict[int, set[str]] = {}
    for error in errors:
        status, code = (
            (openai_status(error), openai_code(error)) if openai else (error.status, error.code)
        )
        codes.setdefault(status, set()).add(code)
    schema = refs[OpenAIErrorBody if openai else ErrorBody]
    return {
        str(status): {
            "description": ", ".join(f"`{code}`" for code in sorted(codes[status])),
            "content": {"application/json": {"schema": schema}},
        }
        for status in sorted(codes)
    }
