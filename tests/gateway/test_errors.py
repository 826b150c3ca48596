"""The shape of errors and the common headers, on every route and on unknown paths."""

import asyncio
import inspect
import io

import pytest

from gateway import errors
from gateway.web.bodies import LARGE_BODY
from tests.gateway.client import Client

ROUTES = [
    ("GET", "/session"),
    ("PATCH", "/session"),
    ("DELETE", "/session"),
    ("GET", "/providers"),
    ("PUT", "/keys/openai"),
    ("POST", "/keys/openai/verify"),
    ("DELETE", "/keys/openai"),
    ("POST", "/generate"),
    ("GET", "/generations"),
    ("GET", "/generations/gen_x"),
    ("GET", "/generations/gen_x/events"),
    ("DELETE", "/generations/gen_x"),
]
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


async def assert_error(
    client: Client, method: str, path: str, status: int, code: str, **kwargs: object
) -> None:
    """Send a request, and validate the shape of the error that it gets."""
    kwargs.setdefault("headers", client.headers)
    async with client.http.request(method, client.address + path, **kwargs) as response:  # type: ignore[arg-type]
        error = (await response.json())["error"]
        assert (response.status, error["code"]) == (status, code)
        assert set(error) == {
            "code",
            "message",
            "action",
            "provider",
            "retryable",
            "retry_after",
            "field",
            "request_id",
        }
        assert error["message"].endswith(".")
        assert error["request_id"] == response.headers["X-Request-Id"]
        assert HEADERS.items() <= dict(response.headers).items()
        assert not [name for name in response.headers if name.startswith("Access-Control")]


@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_no_session(client: Client, method: str, path: str) -> None:
    await assert_error(client, method, path, 401, "session_required")


@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_no_csrf_token(session: Client, method: str, path: str) -> None:
    session.csrf_token = None
    await assert_error(session, method, path, 403, "csrf_failed")


async def test_unknown_path(client: Client) -> None:
    await assert_error(client, "GET", "/nowhere", 404, "not_found")
    await assert_error(client, "POST", "/generate/", 404, "not_found", json={})


async def test_wrong_method(client: Client) -> None:
    await assert_error(client, "POST", "/health", 405, "method_not_allowed")
    async with client.http.put(f"{client.address}/session") as response:
        assert response.headers["Allow"] == "DELETE,GET,HEAD,PATCH,POST"


async def test_unknown_generation(session: Client) -> None:
    await assert_error(session, "GET", "/generations/gen_x", 404, "generation_not_found")


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
async def test_body_that_is_no_json(session: Client, content_type: str) -> None:
    headers = {**session.headers, "Content-Type": content_type}
    await assert_error(
        session, "POST", "/generate", 415, "unsupported_media_type", data=b"{}", headers=headers
    )


async def test_encoded_body(session: Client) -> None:
    headers = {
        **session.headers,
        "Content-Type": "application/json",
        "Content-Encoding": "gzip",
    }
    await assert_error(
        session, "POST", "/generate", 415, "unsupported_media_type", data=b"{}", headers=headers
    )


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b'{"prompt": "\xff"}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"prompt": "x", "max_tokens": 1' + b"0" * 10_000 + b"}",
        b'{"prompt": "x", "temperature": NaN}',
        b'{"sk-proj-0123456789": 1}',
    ],
)
async def test_broken_json(ready: Client, body: bytes) -> None:
    headers = {**ready.headers, "Content-Type": "application/json"}
    await assert_error(
        ready, "POST", "/generate", 400, "invalid_request", data=body, headers=headers
    )


async def test_unknown_field_is_not_echoed_when_it_may_be_a_key(ready: Client) -> None:
    for key in ("sk-proj-Zq81vKp2Rw93", "AIzaSyQ81vKp2Rw93Lm45Tx67Hy08Nc12Fd3WXYZ"):
        _, body = await ready.call("POST", "/generate", {"prompt": "x", key: 1})
        assert key not in str(body)


async def test_body_over_the_limit_is_refused_before_it_is_read(client: Client) -> None:
    """Only the head is sent. The answer comes although the body never arrives."""
    host, port = client.address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(
        f"POST /generate HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {LARGE_BODY + 1}\r\n\r\n".encode()
    )
    head = await asyncio.wait_for(reader.readuntil(b"\r\n"), 5)
    writer.close()
    assert b" 413 " in head


async def test_body_over_the_limit_without_a_length(session: Client) -> None:
    async def pieces() -> object:
        for _ in range(33):
            yield b" " * 1024 * 1024

    headers = {**session.headers, "Content-Type": "application/json"}
    await assert_error(
        session, "POST", "/generate", 413, "request_too_large", data=pieces(), headers=headers
    )


async def test_large_body_within_the_limit_is_read(session: Client) -> None:
    body = b'{"prompt": "' + b"x" * (LARGE_BODY - 14) + b'"}'
    headers = {**session.headers, "Content-Type": "application/json"}
    await assert_error(
        session, "POST", "/generate", 401, "missing_key", data=io.BytesIO(body), headers=headers
    )


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GET /health HTTP/1.1\r\nHost: a\r\nX-Secret sk-proj-canary\r\n\r\n",
        b"GET /health HTTP/9.9 sk-proj-canary\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET /" + b"sk-proj-canary" * 2000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    ],
)
async def test_what_the_parser_refuses(
    client: Client, request_bytes: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """These never reach a middleware. The answer still has our shape, and quotes nothing."""
    host, port = client.address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(request_bytes)
    answer = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith((b"HTTP/1.1 400 ", b"HTTP/1.0 400 "))
    assert b"X-Request-Id: req_" in head
    assert b"Cache-Control: no-store" in head
    assert b"nosniff" in head
    assert b'"code":"invalid_request"' in body
    assert b"canary" not in answer
    assert "canary" not in caplog.text


async def test_unexpected_failure_tells_nothing(
    session: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("canary")

    monkeypatch.setattr("gateway.session.keys.SessionKeyManager.select_provider", fail)
    status, body = await session.call("PATCH", "/session", {"provider": "gemini"})
    assert (status, body["error"]["code"]) == (500, "internal")
    assert "canary" not in str(body)
    assert "canary" not in caplog.text
    assert "RuntimeError at " in caplog.text
    assert body["error"]["request_id"] in caplog.text


def test_tree_in_the_docstring_is_the_tree() -> None:
    """The tree at the top of errors.py has each class, with its code, status and action."""
    drawn = {}
    for line in (errors.__doc__ or "").splitlines():
        words = line.replace("├──", "").replace("└──", "").replace("│", "").split()
        if len(words) >= 3 and words[2].isdigit():
            drawn[words[0]] = (words[1], int(words[2]), words[3] if len(words) > 3 else None)
    classes = {
        name: (kind.code, kind.status, kind.action)
        for name, kind in vars(errors).items()
        if inspect.isclass(kind) and issubclass(kind, errors.GatewayError)
    }
    assert drawn == classes
