"""Authentication for schemathesis: an access token where a route takes one, else a session.

Loaded by schemathesis, which calls the gateway at GATEWAY.
"""

import os
from typing import Any

import requests
import schemathesis

from tests.gateway.client import GOOD_KEYS

GATEWAY = os.environ["GATEWAY"]


class Visitor:
    """A session with keys and an access token."""

    def __init__(self) -> None:
        self.cookie = ""
        self.csrf_token = ""
        self.token = ""
        self.begin()

    @property
    def halves(self) -> dict[str, str]:
        """The headers of a session."""
        return {"Cookie": self.cookie, "X-CSRF-Token": self.csrf_token}

    @property
    def bearer(self) -> dict[str, str]:
        """The headers of an access token."""
        return {"Authorization": f"Bearer {self.token}"}

    def begin(self) -> None:
        """Sign in, enter the keys, issue a token, and wait for LiteLLM with a first answer."""
        self.csrf_token = self._call("POST", "/session", {})["csrf_token"]
        for provider, key in GOOD_KEYS.items():
            self._call("PUT", f"/keys/{provider}", {"api_key": key})
        self.token = self._call("POST", "/tokens", {"name": "schemathesis"})["token"]
        self._call("POST", "/generate", {"prompt": "hi"})

    def learn(self, cookies: str | None) -> None:
        """Keep the newest cookie. An empty one means that the session has ended."""
        if cookies:
            self.cookie = cookies.partition(";")[0]
            if not self.cookie.partition("=")[2]:
                self.begin()

    def _call(self, method: str, path: str, body: dict[str, Any]) -> Any:
        answer = requests.request(
            method, GATEWAY + path, json=body, headers=self.halves, timeout=60
        )
        answer.raise_for_status()
        self.learn(answer.headers.get("Set-Cookie"))
        return answer.json()


visitor = Visitor()


@schemathesis.auth(refresh_interval=None)
class Halves:
    """Adds the headers that a request's route needs."""

    def get(
        self, case: schemathesis.Case[Any], context: schemathesis.AuthContext
    ) -> dict[str, str]:
        security = context.operation.definition.raw.get("security", [])
        if {"token": []} in security:
            return visitor.bearer
        return visitor.halves if security else {}

    def set(
        self, case: schemathesis.Case[Any], data: dict[str, str], context: schemathesis.AuthContext
    ) -> None:
        case.headers.update(data)


@schemathesis.hook
def after_call(
    context: schemathesis.HookContext, case: schemathesis.Case[Any], response: schemathesis.Response
) -> None:
    if case.method == "POST" and case.path == "/session":
        return  # it began another session, which is not used
    for cookies in response.headers.get("set-cookie", []):
        visitor.learn(cookies)
    if case.path.startswith("/tokens/") and response.status_code == 204:
        visitor.begin()
