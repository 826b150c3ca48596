"""The description of the HTTP API, made from the models that check the requests.

Source: https://spec.openapis.org/oas/v3.1.0
"""

import re
from collections.abc import Sequence
from typing import Any

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
from gateway.identity.proof import PROOF_HEADER
from gateway.session.sealed_cookie import COOKIE_NAME, CSRF_HEADER
from gateway.web.apis import SHAPES, api_of_path, shape_of
from gateway.web.authentication import (
    ANYBODY,
    NO_PROGRAM,
    PERSON,
    PERSON_OR_PROGRAM,
    PROGRAM,
    Access,
)
from gateway.web.routing import ErrorTypes, Route
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
_SECURITY: dict[Access[Any], list[Json]] = {
    ANYBODY: [],
    NO_PROGRAM: [],
    PERSON: [_SESSION],
    PERSON_OR_PROGRAM: [_SESSION, _TOKEN],
    PROGRAM: [_TOKEN],
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


def describe_api(routes: Sequence[Route[Any, Any]]) -> Json:
    """These routes as an OpenAPI 3.1 document."""
    refs, components = _schemas(routes)
    paths: dict[str, Json] = {}
    for route in routes:
        paths.setdefault(route.template, {})[route.method.lower()] = _operation(route, refs)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Gatehouse", "version": __version__, "description": _ABOUT},
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": _SECURITY_SCHEMES},
    }


def _schemas(routes: Sequence[Route[Any, Any]]) -> tuple[dict[Any, Json], Json]:
    """A reference for each type that goes in or out, and the components that they refer to."""
    modes: dict[Any, JsonSchemaMode] = {
        ErrorBody: "serialization",
        **{shape.schema: "serialization" for shape in SHAPES.values()},
    }
    for route in routes:
        if route.takes is not None:
            modes[route.takes] = "validation"
        for given in (route.gives, route.stream):
            if given not in (None, str):
                modes[given] = "serialization"
    refs, definitions = TypeAdapter.json_schemas(
        [(kind, mode, TypeAdapter(kind)) for kind, mode in modes.items()],
        schema_generator=_Schemas,
        ref_template="#/components/schemas/{model}",
    )
    return {kind: schema for (kind, _), schema in refs.items()}, definitions["$defs"]


def _operation(route: Route[Any, Any], refs: dict[Any, Json]) -> Json:
    operation: Json = {
        "summary": route.summary,
        "description": f"{route.details}\n\n{route.access.description}".strip(),
        "security": _SECURITY[route.access],
        "parameters": [_parameter(name, "path") for name in re.findall(r"{(\w+)}", route.template)],
    }
    operation["parameters"] += [
        *(_parameter(name, "query", required=False, pattern=p) for name, p in route.query.items()),
        *(_parameter(name, "header", required=False) for name in route.headers),
    ]
    if route.needs_proof:
        operation["parameters"].append(_parameter(PROOF_HEADER, "header"))
    if route.takes is not None:
        operation["requestBody"] = {
            "required": bool(route.takes.model_fields),
            "content": {"application/json": {"schema": refs[route.takes]}},
        }
    operation["responses"] = {
        str(route.status): _success(route, refs),
        **_refusals(route, refs),
    }
    return operation


def _parameter(name: str, place: str, *, required: bool = True, **schema: str) -> Json:
    schema = {"type": "string", **schema}
    return {"name": name, "in": place, "required": required, "schema": schema}


def _success(route: Route[Any, Any], refs: dict[Any, Json]) -> Json:
    content = {}
    if route.gives is str:
        content[route.content_type] = {"schema": {"type": "string"}}
    elif route.gives is not None:
        content[route.content_type] = {"schema": refs[route.gives]}
    if route.stream is not None:
        content["text/event-stream"] = {"schema": refs[route.stream]}
    return {"description": "It worked.", **({"content": content} if content else {})}


def _refusals(route: Route[Any, Any], refs: dict[Any, Json]) -> dict[str, Json]:
    """The errors by status, with their codes."""
    errors = _EVERYWHERE + route.errors
    if not route.for_address_bar:
        errors += (ForbiddenOrigin,)
    if route.access in (PERSON, PERSON_OR_PROGRAM):
        errors += _WITH_A_SESSION
    if route.access is PERSON or route.needs_proof:
        errors += (PermissionDenied,)  # an access token, or no proof
    if route.access is PROGRAM:
        errors += (SessionRequired,)

    shape = shape_of(api_of_path(route.method, route.path))
    codes: dict[int, set[str]] = {}
    for error in errors:
        codes.setdefault(shape.status(error), set()).add(shape.code(error))
    schema = refs[shape.schema]
    return {
        str(status): {
            "description": ", ".join(f"`{code}`" for code in sorted(codes[status])),
            "content": {"application/json": {"schema": schema}},
        }
        for status in sorted(codes)
    }
