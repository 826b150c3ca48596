"""NativeCall: what a program asks in a provider's own API, until it has been sent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from multidict import CIMultiDict, CIMultiDictProxy

from gateway.json_members import value_span
from gateway.providers.chat import model_name
from gateway.providers.http_client import RawCall
from gateway.providers.native_apis import Endpoint
from gateway.services.models import Model


@dataclass(slots=True)
class NativeCall:
    """What a program asks in a provider's own API.

    `model` is the model as the body or the path names it; `parsed` is the body's content, which is
    dropped as soon as it has been checked: an answer may take minutes, and bodies are large.
    """

    endpoint: Endpoint
    model: str
    body: bytes = field(repr=False)
    parsed: Mapping[str, Any] = field(repr=False)
    headers: CIMultiDictProxy[str] = field(repr=False)
    query: Mapping[str, str] = field(repr=False)

    def name(self, model: str) -> None:
        """Name the model as its provider does: nothing else of the body changes."""
        if not self.endpoint.model_in_path and model != self.model:
            span = value_span(self.body, "model")
            assert span is not None, "the model was read from there"
            whole = memoryview(self.body)  # whose parts are no copies
            self.body = b"".join((whole[: span[0]], json.dumps(model).encode(), whole[span[1] :]))
        self.model = model

    def raw(self, model: Model, candidate: str, headers: CIMultiDict[str]) -> RawCall:
        """The call to the provider for one of the model's candidates."""
        self.name(model_name(candidate))
        path = self.endpoint.path.replace("{model}", quote(self.model, safe=""))
        query = f"?{urlencode(self.query)}" if self.query else ""
        return RawCall(f"{model.provider.settings.api_base}{path}{query}", headers, self.body)
