"""Fake servers on loopback: an attacker's, a website, a slow provider."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from tests.polling import TIMEOUT

# An attacker's attempts at our cookie; other ports of the same host share a browser's cookies.
_PLANTING = (
    "Path=/; Secure; HttpOnly; SameSite=Strict",
    "Path=/; Secure; HttpOnly; SameSite=None; Partitioned",
    "Path=/",
)

_SCRIPTED_PAGE = """<!doctype html><title>{name}</title><link rel=stylesheet href={name}.css>
<div id=editor></div><script type=module src={name}.js></script>"""


class _Silent(BaseHTTPRequestHandler):
    """Answers without a log."""

    def log_message(self, *_: object) -> None:
        pass

    def answer(self, body: bytes, media_type: str, cookies: Iterable[str] = ()) -> None:
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Access-Control-Allow-Origin", "*")
        for attributes in _PLANTING:
            self.send_header("Set-Cookie", f"__Host-Http-gatehouse=planted.x; {attributes}")
        for cookie in cookies:
            self.send_header("Set-Cookie", cookie)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def _serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


class Attacker:
    """A server that records the requests and cookies that it receives."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.cookies: list[str] = []
        """Every Cookie header that it was sent."""
        self.plants: list[str] = []
        """Further cookies that it sets with each answer, with their attributes."""
        self.address = ""

    @contextmanager
    def listening(self) -> Iterator["Attacker"]:
        """Listen on a free port."""
        requests, cookies, plants = self.requests, self.cookies, self.plants

        class Handler(_Silent):
            def do_GET(self) -> None:
                requests.append(f"{self.command} {self.path}")
                cookies.append(self.headers.get("Cookie", ""))
                self.answer(b"<html><body></body></html>", "text/html", plants)

            def do_POST(self) -> None:
                self.do_GET()

        with _serving(Handler) as self.address:
            yield self


@contextmanager
def website(**pages: str) -> Iterator[str]:
    """Serve pages of HTML, each under its name, and give the site's address."""

    class Handler(_Silent):
        def do_GET(self) -> None:
            name = self.path.removeprefix("/")
            self.answer(pages.get(name, "").encode(), "text/html; charset=utf-8")

    with _serving(Handler) as address:
        yield address


@contextmanager
def scripted_pages(scripts: Path) -> Iterator[str]:
    """Serve a page for each script of a folder, with its style sheet, and give the address."""

    class Handler(_Silent):
        def do_GET(self) -> None:
            name = urlsplit(self.path).path.removeprefix("/")
            file = scripts / name
            if file.suffix == ".js":
                self.answer(file.read_bytes(), "text/javascript")
            elif file.suffix == ".css":
                self.answer(file.read_bytes() if file.is_file() else b"", "text/css")
            else:
                page = _SCRIPTED_PAGE.format(name=name)
                self.answer(page.encode(), "text/html; charset=utf-8")

    with _serving(Handler) as address:
        yield address


class HesitantProvider:
    """An OpenAI that answers a key check only when the test lets it."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        self._may_answer = threading.Event()
        self.api_base = ""

    @contextmanager
    def listening(self) -> Iterator["HesitantProvider"]:
        """Listen on a free port."""
        asked, may_answer = self._asked, self._may_answer

        class Handler(_Silent):
            def do_GET(self) -> None:
                asked.set()
                may_answer.wait(TIMEOUT)
                self.answer(b'{"object": "list", "data": []}', "application/json")

        with _serving(Handler) as address:
            self.api_base = f"{address}/v1"
            try:
                yield self
            finally:
                may_answer.set()

    def wait_until_asked(self) -> None:
        """Wait until the gateway has asked whether a key is valid."""
        if not self._asked.wait(TIMEOUT):
            raise TimeoutError("Nobody asked the provider about a key")

    def answer(self) -> None:
        """Send the answer."""
        self._may_answer.set()
