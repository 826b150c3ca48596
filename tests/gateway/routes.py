"""The routes as a client calls them, by who may call them: taken from the routes themselves."""

import re
from typing import Any

from gateway.web.authentication import NO_PROGRAM, PERSON, PERSON_OR_PROGRAM, PROGRAM, Access
from gateway.web.routes import ROUTES

_VALUES = {"provider": "openai", "token": "tok_1", "generation": "gen_1", "model": "m"}


def calls_of(*access: Access[Any]) -> tuple[tuple[str, str], ...]:
    """Method and path of each route with one of these kinds of access."""
    return tuple(
        (route.method, re.sub(r"{(\w+)}", lambda found: _VALUES[found[1]], route.template))
        for route in ROUTES
        if route.access in access
    )


FOR_PERSONS = calls_of(PERSON, NO_PROGRAM)
FOR_PROGRAMS = calls_of(PERSON_OR_PROGRAM, PROGRAM)
