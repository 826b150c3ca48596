"""/openapi.json, compared with the routes and with real responses."""

import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from gateway.errors import GatewayError
from gateway.web.routes import ROUTES
from tests.gateway.client import GOOD_KEYS, Client, parse_events

CONTRACT = {
    ("get", "/"),
    ("get", "/docs"),
    ("get", "/openapi.json"),
    ("get", "/health"),
    ("post", "/session"),
    ("get", "/session"),
    ("patch", "/session"),
    ("delete", "/session"),
    ("get", "/providers"),
    ("put", "/keys/{provider}"),
    ("post", "/keys/{provider}/verify"),
    ("delete", "/keys/{provider}"),
    ("post", "/generate"),
    ("get", "/generations"),
    ("get", "/generations/{generation}"),
    ("get", "/generations/{generation}/events"),
    ("delete", "/generations/{generation}"),
    ("post", "/tokens"),
    ("get", "/tokens"),
    ("delete", "/tokens/{token}"),
    ("post", "/v1/chat/completions"),
    ("post", "/v1/responses"),
    ("post", "/v1/responses/compact"),
    ("post", "/v1/responses/input_tokens"),
    ("post", "/v1/embeddings"),
    ("post", "/v1/messages"),
    ("post", "/v1/messages/count_tokens"),
    ("get", "/v1/models"),
    ("get", "/v1/models/{model}"),
    ("get", "/v1beta/models"),
    ("get", "/v1beta/models/{model}"),
    *(
        ("post", f"/{version}/models/{{model}}:{method}")
        for version in ("v1beta", "v1")
        for method in (
            "generateContent",
            "streamGenerateContent",
            "countTokens",
            "embedContent",
            "batchEmbedContents",
        )
    ),
}

Document = dict[str, Any]


@pytest.fixture
async def document(client: Client) -> AsyncIterator[Document]:
    async with client.http.get(f"{client.address}/openapi.json") as response:
        assert response.status == 200
        yield await response.json()


def operations(document: Document) -> dict[tuple[str, str], Any]:
    return {
        (method, path): operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


async def test_every_route_is_described_and_none_besides(document: Document) -> None:
    described = operations(document)
    assert set(described) == CONTRACT
    assert {(route.method.lower(), route.template) for route in ROUTES} == CONTRACT
    for operation in described.values():
        assert operation["summary"]
        assert {"500", "403", "400"} <= set(operation["responses"])


async def test_document_is_whole(document: Document) -> None:
    assert document["openapi"] == "3.1.0"
    named = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document)))
    schemas = document["components"]["schemas"]
    assert named == set(schemas)  # none missing, none left over
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    needed = {
        name
        for operation in operations(document).values()
        for way in operation["security"]
        for name in way
    }
    assert needed == set(document["components"]["securitySchemes"])


def every_error(kind: type[GatewayError] = GatewayError) -> set[type[GatewayError]]:
    return {kind}.union(*(every_error(child) for child in kind.__subclasses__()))


async def test_every_error_has_its_place(document: Document) -> None:
    told = {
        (code, int(status))
        for operation in operations(document).values()
        for status, response in operation["responses"].items()
        for code in re.findall(r"`(\w+)`", response["description"])
    }
    everywhere = {"not_found", "method_not_allowed"}  # of what is no route
    for error in every_error():
        assert (error.code, error.status) in told or error.code in everywhere, error


class Checked:
    """A client that validates each response against /openapi.json."""

    def __init__(self, client: Client, document: Document) -> None:
        self.client = client
        self.document = document
        self.seen: set[tuple[str, str, int]] = set()

    async def call(
        self,
        method: str,
        path: str,
        body: object = None,
        client: Client | None = None,
        **headers: str,
    ) -> Any:
        client = client or self.client
        async with client.http.request(
            method, client.address + path, json=body, headers={**client.headers, **headers}
        ) as response:
            text = await response.text()
            for cookie in response.cookies.values():
                client.cookie = cookie.value
            template = next(
                candidate
                for known, candidate in sorted(CONTRACT, key=lambda pair: "{" in pair[1])
                if known == method.lower()
                and re.fullmatch(re.sub(r"{\w+}", "[^/:]+", candidate), path)
            )
            operation = self.document["paths"][template][method.lower()]
            described = operation["responses"][str(response.status)]
            self.seen.add((method.lower(), template, response.status))
            if "content" not in described:
                assert text == ""
                return None
            schema = described["content"][response.content_type]["schema"]
            if response.content_type == "application/json":
                self._check(schema, json.loads(text))
                return json.loads(text)
            if response.content_type == "text/event-stream" and not template.startswith("/v1"):
                for name, data in parse_events(text):
                    self._check(schema, {"id": "1", "event": name, "data": json.dumps(data)})
                    if name == "done":
                        self._check({"$ref": "#/components/schemas/Answer"}, data)
            return text

    def _check(self, schema: Any, instance: Any) -> None:
        whole = {**schema, "components": self.document["components"]}
        Draft202012Validator(whole).validate(instance)


async def test_real_answers_are_as_described(client: Client, document: Document) -> None:
    checked = Checked(client, document)
    call = checked.call
    for page in ("/", "/docs", "/openapi.json", "/health"):
        await call("GET", page)
    await call("GET", "/session")
    client.csrf_token = (await call("POST", "/session"))["csrf_token"]
    await call("GET", "/session")
    await call("PATCH", "/session", {"provider": "openai"})
    await call("PATCH", "/session", {"provider": "nobody"})
    await call("GET", "/providers")
    await call("POST", "/generate", {"prompt": "hi"})
    await call("PUT", "/keys/openai", {"api_key": "short"})
    await call("PUT", "/keys/openai", {"api_key": "sk-proj-bad-0123456789abcdef"})
    for provider, key in GOOD_KEYS.items():
        await call("PUT", f"/keys/{provider}", {"api_key": key})
    await call("POST", "/keys/openai/verify")
    await call("GET", "/providers")

    token = await call("POST", "/tokens", {"name": "x", "providers": ["openai"], "max_cost_usd": 1})
    await call("POST", "/tokens", {"name": "x", "max_cost_usd": 0})
    program = Client(client.http, client.address)
    program.bearer = token["token"]
    await call("GET", "/tokens", client=program)
    for who in (client, program):
        answer = await call("POST", "/generate", {"prompt": "hi"}, who)
        await call("POST", "/generate", {"prompt": "[[sandbox: thinking]] hi", "stream": True}, who)
        await call("POST", "/generate", {"prompt": "[[sandbox: no_quota]] hi"}, who)
        await call("POST", "/generate", {"prompt": "[[sandbox: context_too_long]] hi"}, who)
        await call("GET", "/generations", client=who)
        await call("GET", f"/generations/{answer['id']}", client=who)
        await call("GET", f"/generations/{answer['id']}/events", client=who)
        await call("DELETE", f"/generations/{answer['id']}", client=who)
        await call("GET", "/generations/none", client=who)
        await call("GET", "/providers", client=who)

    chat = {"model": "gpt-4", "messages": [{"role": "user", "content": "hi"}]}
    await call("POST", "/v1/chat/completions", chat, program)
    await call("POST", "/v1/chat/completions", {**chat, "stream": True}, program)
    await call("POST", "/v1/chat/completions", {**chat, "n": 2}, program)
    await call("POST", "/v1/chat/completions", {**chat, "model": "none"}, program)
    await call("POST", "/v1/chat/completions", {**chat, "model": "gemini"}, program)
    await call("POST", "/v1/chat/completions", chat)
    everything = await call("POST", "/tokens", {"name": "y", "models": "any"})
    agent = Client(client.http, client.address)
    agent.bearer = everything["token"]
    for path in ("/v1/responses", "/v1/responses/compact", "/v1/responses/input_tokens"):
        await call("POST", path, {"model": "gpt-4.1", "input": "hi"}, agent)
    embedding = {"model": "text-embedding-3-small", "input": "hi"}
    await call("POST", "/v1/embeddings", embedding, agent)
    message = {"model": "claude-sonnet-4-6", "messages": chat["messages"]}
    version = {"anthropic-version": "2023-06-01"}
    await call("POST", "/v1/messages", {**message, "max_tokens": 9}, agent, **version)
    await call("POST", "/v1/messages/count_tokens", message, agent, **version)
    content = {"parts": [{"text": "hi"}]}
    for base in ("v1beta", "v1"):
        for method in ("generateContent", "streamGenerateContent", "countTokens"):
            path = f"/{base}/models/gemini-2.5-pro:{method}"
            await call("POST", path, {"contents": [content]}, agent)
        path = f"/{base}/models/gemini-embedding-001"
        await call("POST", f"{path}:embedContent", {"content": content}, agent)
        one = {"model": "models/gemini-embedding-001", "content": content}
        await call("POST", f"{path}:batchEmbedContents", {"requests": [one]}, agent)
    for path in ("/v1/models", "/v1/models/gpt-4", "/v1beta/models"):
        await call("GET", path, client=program)
    await call("GET", "/v1/models", client=agent, **version)
    await call("GET", "/v1beta/models/gemini-2.5-pro", client=agent)
    await call("GET", "/tokens")
    await call("DELETE", "/tokens/none")
    await call("DELETE", f"/tokens/{token['id']}")
    await call("DELETE", "/keys/openai")
    await call("DELETE", "/session")

    worked = {(method, path) for method, path, status in checked.seen if status < 300}
    assert worked == CONTRACT
    assert {status for *_, status in checked.seen} >= {400, 401, 402, 403, 404, 422}


@pytest.mark.parametrize("path", ["/docs", "/openapi.json"])
async def test_description_is_for_the_address_bar_too(client: Client, path: str) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Origin": "null"}
    async with client.http.get(client.address + path, headers=headers) as response:
        assert response.status == 200
        assert "Set-Cookie" not in response.headers
    async with client.http.get(client.address + path, headers={"Host": "evil.example"}) as response:
        assert response.status == 403


async def test_docs_are_readable_and_load_nothing(client: Client, document: Document) -> None:
    async with client.http.get(f"{client.address}/docs") as response:
        policy = response.headers["Content-Security-Policy"]
        page = await response.text()
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for method, path in CONTRACT:
        assert f"<code>{method.upper()} {path}</code>" in page
    for name in document["components"]["schemas"]:
        assert f'id="type-{name}"' in page
    assert not re.search(r"<(script|img|link|iframe|object|form)\b|\bon\w+=|style=|https?://", page)
    targets = re.findall(r'href="#([^"]+)"', page)
    assert targets
    assert all(f'id="{target}"' in page for target in targets)


async def test_every_answer_of_aiohttp_s_own_is_an_error_of_openai_under_v1(client: Client) -> None:
    for method, path, status, code in (
        ("GET", "/v1/nothing", 404, "not_found"),
        ("DELETE", "/v1/models", 405, "method_not_allowed"),
        ("POST", "/v1/chat/completions", 401, "invalid_api_key"),
    ):
        async with client.http.request(method, client.address + path) as response:
            body = await response.json()
            assert response.status == status
            assert set(body["error"]) == {"message", "type", "param", "code"}
            assert body["error"]["code"] == code


async def test_it_can_be_printed_without_a_gateway(document: Document) -> None:
    command = [sys.executable, "-m", "gateway.web.print_openapi"]
    printing = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    printed, _ = await printing.communicate()
    assert json.loads(printed) == document
