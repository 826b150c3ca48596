"""Programs of another user that listen on the gateway's port before the gateway does."""

import base64
import json
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from tests.polling import TIMEOUT

from .processes import GATEWAY_PORT

Identity = dict[str, str]
_HALF = 32  # bytes of each of a signature's two numbers


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Key:
    """A key of the gateway's kind that is not the gateway's."""

    def __init__(self) -> None:
        self._private = ec.generate_private_key(ec.SECP256R1())
        spki = self._private.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        self.public = _encode(spki)

    def sign(self, challenge: str) -> Identity:
        """Answer a challenge as a gateway would that listens on the extension's port."""
        text = f"gatehouse-identity-v1\n{challenge}\n127.0.0.1:{GATEWAY_PORT}"
        der = self._private.sign(text.encode(), ec.ECDSA(hashes.SHA256()))
        r, s = decode_dss_signature(der)
        signature = r.to_bytes(_HALF, "big") + s.to_bytes(_HALF, "big")
        return {"public_key": self.public, "signature": _encode(signature)}


def without_identity(_: str) -> None:
    """Answer like a gateway of old."""


def with_wrong_signature(challenge: str) -> Identity:
    """Show a good key, and a signature of something else."""
    return Key().sign(challenge[::-1])


class Relay:
    """Hands each challenge on to the person's own gateway, which listens elsewhere."""

    def __init__(self, gateway: str) -> None:
        self._gateway = gateway
        self.passed_on: list[Identity] = []
        """What the gateway answered."""

    def __call__(self, challenge: str) -> Identity | None:
        """Let the gateway sign."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        address = f"{self._gateway}/health?challenge={challenge}"
        with opener.open(address, timeout=TIMEOUT) as answer:
            identity: Identity | None = json.load(answer).get("identity")
        if identity is not None:
            self.passed_on.append(identity)
        return identity


class Impostor:
    """A server on the gateway's port that takes whatever it is sent, and remembers it."""

    def __init__(self, identity: Callable[[str], Identity | None]) -> None:
        self._identity = identity
        self.challenges: list[str] = []
        self.taken: list[str] = []
        """Each request but for the health, with its headers and body, and each cookie."""

    @contextmanager
    def listening(self) -> Iterator["Impostor"]:
        """Listen in the gateway's place."""
        impostor = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                url = urlsplit(self.path)
                if url.path == "/health":
                    impostor.taken.extend(self.headers.get_all("Cookie", []))
                    [challenge] = parse_qs(url.query)["challenge"]
                    self._answer(impostor.health(challenge))
                    return
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                impostor.taken.append(f"{self.command} {self.path}\n{self.headers}{body.decode()}")
                self._answer({"providers": [], "generations": [], "csrf_token": "theirs"})

            def do_POST(self) -> None:
                self.do_GET()

            def do_PUT(self) -> None:
                self.do_GET()

            def do_PATCH(self) -> None:
                self.do_GET()

            def do_DELETE(self) -> None:
                self.do_GET()

            def _answer(self, value: dict[str, Any]) -> None:
                body = json.dumps(value).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        with ThreadingHTTPServer(("127.0.0.1", GATEWAY_PORT), Handler) as server:
            thread = threading.Thread(target=server.serve_forever, args=(0.02,))
            thread.start()
            try:
                yield self
            finally:
                server.shutdown()
                thread.join()

    def health(self, challenge: str) -> dict[str, Any]:
        """What it says about itself."""
        self.challenges.append(challenge)
        answer: dict[str, Any] = {"status": "ok", "started_at": "2026-11-22T08:00:00Z"}
        identity = self._identity(challenge)
        return answer if identity is None else answer | {"identity": identity}
