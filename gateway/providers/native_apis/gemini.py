"""Gemini's API: generating, counting tokens, embedding.

Protocol buffers read each name in camelCase and in snake_case. Sources:
https://ai.google.dev/api/generate-content, https://ai.google.dev/api/tokens,
https://ai.google.dev/api/embeddings, https://ai.google.dev/api/caching,
https://ai.google.dev/gemini-api/docs/image-understanding
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from gateway.providers.chat import ReportedUsage
from gateway.providers.litellm_client import Transformations
from gateway.providers.native_apis.base import (
    Endpoint,
    Json,
    NativeApi,
    PartKind,
    how_many,
    objects,
    whole_number,
)

GENERATE_CONTENT = Endpoint("gemini", "/models/{model}:generateContent")
STREAM_GENERATE_CONTENT = Endpoint("gemini", "/models/{model}:streamGenerateContent")
COUNT_TOKENS = Endpoint("gemini", "/models/{model}:countTokens", free=True)
EMBED_CONTENT = Endpoint("gemini", "/models/{model}:embedContent")
BATCH_EMBED_CONTENTS = Endpoint("gemini", "/models/{model}:batchEmbedContents")

# An address that reaches nothing in the account: not Google's own, and not gs://….
_PUBLIC_FILE = re.compile(r"https?://(?!([^/?#]*[.@])?googleapis\.com\b)[^\\]*", re.IGNORECASE)
_IN_THE_ACCOUNT = frozenset({"cachedContent", "fileSearchStoreNames"})
_DEFAULT_TIERS = (None, "standard", "SERVICE_TIER_UNSPECIFIED", "STANDARD")


class GeminiApi(NativeApi):
    """generateContent and its kin."""

    id = "gemini"
    tokens_per_picture = 10_000
    data_only: ClassVar[frozenset[str]] = frozenset(
        {
            *("parameters", "parametersJsonSchema", "response", "responseJsonSchema", "args"),
            *("responseSchema", "labels", "parameters_json_schema", "response_json_schema"),
            "response_schema",
        }
    )
    media: ClassVar[frozenset[str]] = frozenset(
        {"inlineData", "inline_data", "fileData", "file_data"}
    )

    def account_member(self, body: Json) -> str | None:
        """Cached content, uploaded files, and file search stores."""
        for written, value in self.members(body):
            name = _camel_case(written)
            if name in _IN_THE_ACCOUNT and value:
                return written
            if name == "fileUri" and isinstance(value, str) and not _PUBLIC_FILE.fullmatch(value):
                return written
        return None

    def ambiguous_member(self, body: Json) -> str | None:
        """A member that stands there in camelCase and in snake_case: which counts is not known."""
        for one in self.objects_in(body):
            if len(set(map(_camel_case, one))) < len(one):
                names = list(map(_camel_case, one))
                return next(name for name in names if names.count(name) > 1)
        return None

    def paid_member(self, body: Json) -> str | None:
        """Tools that Google runs, other answers than text, and other service tiers."""
        for tool in self.tools(body):
            for name in tool:
                if _camel_case(name) != "functionDeclarations":
                    return f"the tool {name}"
        if _member(body, "serviceTier") not in _DEFAULT_TIERS:
            return "serviceTier"
        modalities = _member(_configuration(body), "responseModalities")
        return None if modalities in (None, [], ["TEXT"]) else "responseModalities"

    def part_kind(self, part: Json) -> PartKind | None:
        """Pictures, and files of all other kinds."""
        for name in ("inlineData", "fileData"):
            data = _member(part, name)
            if isinstance(data, Mapping):
                kind = str(_member(data, "mimeType") or "")
                return "picture" if kind.startswith("image/") else "file"
        return None

    def max_tokens(self, body: Json, endpoint: Endpoint) -> int | None:
        """`maxOutputTokens`, which includes thinking."""
        return whole_number(_member(_configuration(body), "maxOutputTokens"))

    def answers(self, body: Json) -> int:
        """`candidateCount`."""
        return how_many(_member(_configuration(body), "candidateCount"))

    def usage(self, reports: list[Json], litellm: Transformations) -> ReportedUsage | None:
        """The last one: each piece of a stream tells the usage so far."""
        for report in reversed(reports):
            if isinstance(report.get("usageMetadata"), dict):
                return litellm.gemini_usage(report)
        return None

    def is_final(self, reports: list[Json]) -> bool:
        """Whether the last piece has come, or the prompt was blocked."""
        if not reports:
            return False
        feedback = reports[-1].get("promptFeedback")
        if isinstance(feedback, Mapping) and feedback.get("blockReason"):
            return True
        candidates = objects(reports[-1].get("candidates"))
        return any(candidate.get("finishReason") for candidate in candidates)

    def models_in(self, body: Json) -> Iterator[str]:
        """Those of countTokens and batchEmbedContents, which are named in the path as well."""
        counted = _member(body, "generateContentRequest")
        for holder in (body, counted, *objects(body.get("requests"))):
            if isinstance(holder, Mapping) and isinstance(holder.get("model"), str):
                yield holder["model"]


def _configuration(body: Json) -> Json:
    configuration = _member(body, "generationConfig")
    return configuration if isinstance(configuration, Mapping) else {}


def _member(holder: Json, name: str) -> Any:
    """A member under either of its names."""
    return holder.get(name, holder.get(_snake_case(name)))


def _camel_case(name: str) -> str:
    return re.sub(r"_([a-z])", lambda letter: letter[1].upper(), name)


def _snake_case(name: str) -> str:
    return re.sub(r"[A-Z]", lambda letter: f"_{letter[0].lower()}", name)
