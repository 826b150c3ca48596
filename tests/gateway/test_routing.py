"""Routes: each says who may call it, and that is enforced where it is registered."""

from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from gateway.app import create_app
from gateway.identity.state_folder import StateFolder
from gateway.sandbox import Sandbox
from gateway.web.authentication import ANYBODY, PERSON, PERSON_OR_PROGRAM, PROGRAM, Access
from gateway.web.openapi import describe_api
from gateway.web.routes import ROUTES
from gateway.web.routing import Call, Route
from gateway.web.services import SERVICES
from tests.gateway.client import Client, GatewayServer
from tests.gateway.conftest import settings_for
from tests.gateway.routes import FOR_PERSONS, FOR_PROGRAMS, calls_of


async def test_application_with_a_bare_handler_does_not_start(sandbox: Sandbox) -> None:
    async def bare(request: web.Request) -> web.Response:
        raise AssertionError

    app = create_app(settings_for(sandbox.api_bases))
    app.router.add_get("/bare", bare)
    with pytest.raises(RuntimeError, match="does not say who may call it"):
        async with GatewayServer(app):
            pass


async def test_what_a_route_says_is_checked_before_its_handler_runs(sandbox: Sandbox) -> None:
    """A handler that checks nothing itself is as safe as any other."""

    async def careless(call: Call[Any, None]) -> web.Response:
        return web.Response(text="reached")

    app = create_app(settings_for(sandbox.api_bases))
    kinds: dict[str, Access[Any]] = {
        "person": PERSON,
        "both": PERSON_OR_PROGRAM,
        "program": PROGRAM,
    }
    for name, access in kinds.items():
        app.add_routes([Route("GET", f"/careless/{name}", careless, access=access).definition])
    async with GatewayServer(app) as server, aiohttp.ClientSession() as http:
        person = Client(http, str(server.make_url("")).rstrip("/"))
        nobody = Client(http, person.address)
        await person.sign_in()
        program = await person.program()
        half = Client(http, person.address)
        half.cookie = person.cookie
        callers = {"nobody": nobody, "half": half, "person": person, "program": program}
        reached = {}
        for caller, client in callers.items():
            for name in kinds:
                async with http.get(
                    f"{client.address}/careless/{name}", headers=client.headers
                ) as response:
                    reached[caller, name] = response.status
    assert reached == {
        ("nobody", "person"): 401,
        ("nobody", "both"): 401,
        ("nobody", "program"): 401,
        ("half", "person"): 403,
        ("half", "both"): 403,
        ("half", "program"): 401,
        ("person", "person"): 200,
        ("person", "both"): 200,
        ("person", "program"): 401,
        ("program", "person"): 403,
        ("program", "both"): 200,
        ("program", "program"): 200,
    }


async def test_route_that_needs_the_proof_is_closed_to_all_others(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    async def granted(call: Call[Any, None]) -> web.Response:
        return web.Response(text="reached")

    app = create_app(settings_for(sandbox.api_bases))
    route = Route("GET", "/granted", granted, access=PERSON, needs_proof=True)
    app.add_routes([route.definition])
    with app[SERVICES].proof.in_file(StateFolder(tmp_path / "state")) as secret:
        async with GatewayServer(app) as server, aiohttp.ClientSession() as http:
            person = Client(http, str(server.make_url("")).rstrip("/"))
            assert (await person.call("GET", "/granted"))[1]["error"]["code"] == "session_required"
            await person.sign_in()
            for sent in ({}, {"X-Gatehouse-Proof": ""}, {"X-Gatehouse-Proof": secret[:-1] + "é"}):
                status, refused = await person.call("GET", "/granted", headers=sent)
                assert (status, refused["error"]["code"]) == (403, "permission_denied")
                assert "gatehouse install" in refused["error"]["message"]
                assert secret[:8] not in str(refused)
            headers = {**person.headers, "X-Gatehouse-Proof": secret}
            async with http.get(f"{person.address}/granted", headers=headers) as response:
                assert response.status == 200
    (operation,) = describe_api([route, *ROUTES])["paths"]["/granted"].values()
    assert operation["parameters"] == [
        {
            "name": "X-Gatehouse-Proof",
            "in": "header",
            "required": True,
            "schema": {"type": "string"},
        }
    ]
    assert "`permission_denied`" in operation["responses"]["403"]["description"]


def test_only_these_need_no_session() -> None:
    open_to_all = calls_of(ANYBODY)
    assert set(open_to_all) == {
        ("GET", "/"),
        ("GET", "/docs"),
        ("GET", "/openapi.json"),
        ("GET", "/health"),
    }
    assert len(ROUTES) == len(open_to_all) + len(FOR_PERSONS) + len(FOR_PROGRAMS)
