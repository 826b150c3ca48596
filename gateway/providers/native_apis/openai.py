"""OpenAI's API: chat completions, responses, embeddings.

Sources: https://platform.openai.com/docs/api-reference/chat,
https://platform.openai.com/docs/api-reference/responses,
https://platform.openai.com/docs/api-reference/responses-streaming,
https://platform.openai.com/docs/api-reference/embeddings,
https://platform.openai.com/docs/guides/images-vision
"""

from collections.abc import Iterator
from typing import Any, ClassVar

from gateway.providers.chat import ReportedUsage
from gateway.providers.litellm_client import Transformations
from gateway.providers.native_apis.base import (
    Endpoint,
    Json,
    NativeApi,
    PartKind,
    objects,
    whole_number,
)

CHAT_COMPLETIONS = Endpoint("openai", "/chat/completions")
RESPONSES = Endpoint("openai", "/responses")
COMPACT_RESPONSE = Endpoint("openai", "/responses/compact")
COUNT_INPUT_TOKENS = Endpoint("openai", "/responses/input_tokens", free=True)
EMBEDDINGS = Endpoint("openai", "/embeddings")

_IN_THE_ACCOUNT = frozenset({"file_id", "file_ids", "vector_store_ids", "connector_id"})

# Tools that the program itself runs.
_OWN_TOOLS = frozenset(
    {
        "function",
        "custom",
        "namespace",
        "local_shell",
        "apply_patch",
        "computer",
        "computer_use_preview",
        "tool_search",
    }
)

_DEFAULT_TIERS = (None, "auto", "default")


class OpenAIApi(NativeApi):
    """Chat completions, responses and embeddings."""

    id = "openai"
    # gpt-4o-mini: 2,833 tokens, and 5,667 for each of up to eight tiles.
    tokens_per_picture = 48_169
    data_only: ClassVar[frozenset[str]] = frozenset(
        {"parameters", "schema", "json_schema", "metadata", "client_metadata", "arguments"}
    )

    def account_member(self, body: Json) -> str | None:
        """Conversations, background, stored prompts, files, containers and vector stores."""
        for name in ("conversation", "background"):
            if body.get(name):
                return name
        prompt = body.get("prompt")
        if isinstance(prompt, dict) and prompt.get("id"):
            return "prompt"
        for name, value in self.members(body):
            if name in _IN_THE_ACCOUNT and value:
                return name
            if name in ("container", "container_id") and isinstance(value, str):
                return name
            if name == "type" and value == "container_reference":
                return "container"
        return None

    def references(self, body: Json) -> Iterator[tuple[str, str]]:
        """Each earlier answer that the request refers to: the member's name, and the id."""
        previous = body.get("previous_response_id")
        if isinstance(previous, str):
            yield "previous_response_id", previous
        for item in objects(body.get("input")):
            # The type may be left out where there is nothing but an id.
            is_reference = item.get("type") == "item_reference" or set(item) == {"id"}
            if is_reference and isinstance(item.get("id"), str):
                yield "item_reference", item["id"]

    def paid_member(self, body: Json) -> str | None:
        """Tools that OpenAI runs, sound, and other service tiers."""
        for tool in objects(body.get("tools")):
            kind = tool.get("type")
            if kind == "shell" and _runs_here(tool):
                continue
            if kind not in _OWN_TOOLS:
                return f"the tool {kind}"
        if body.get("web_search_options") is not None:
            return "web_search_options"
        if body.get("service_tier") not in _DEFAULT_TIERS:
            return "service_tier"
        if "audio" in (body.get("modalities") or ()):
            return "modalities"
        return None

    def part_kind(self, part: Json) -> PartKind | None:
        """Pictures; files and sound."""
        match part.get("type"):
            case "image_url" | "input_image" | "computer_screenshot":
                return "picture"
            case "file" | "input_file" | "input_audio":
                return "file"
            case _:
                return None

    def max_tokens(self, body: Json) -> int | None:
        """The lowest of the limits under their various names."""
        names = ("max_completion_tokens", "max_tokens", "max_output_tokens")
        limits = [limit for name in names if (limit := whole_number(body.get(name)))]
        return min(limits, default=None)

    def answers(self, body: Json) -> int:
        """`n`."""
        return whole_number(body.get("n")) or 1

    def usage(self, reports: list[Json], litellm: Transformations) -> ReportedUsage | None:
        """The last one; a stream of responses has it in its last event's response."""
        for report in reversed(reports):
            usage = _response(report).get("usage")
            if isinstance(usage, dict):
                return litellm.openai_usage(_as_chat_usage(usage))
        return None

    def is_final(self, reports: list[Json]) -> bool:
        """Whether a usage has come: it is told once, at the end."""
        return any(isinstance(_response(report).get("usage"), dict) for report in reports)

    def ids(self, report: Json) -> Iterator[str]:
        """Of a response and of its items."""
        response = _response(report)
        for holder in (response, *objects(response.get("output"))):
            if isinstance(holder.get("id"), str):
                yield holder["id"]


def _response(report: Json) -> Json:
    """The response that an event of a stream carries; else the object itself."""
    response = report.get("response")
    return response if isinstance(response, dict) else report


def _as_chat_usage(usage: dict[str, Any]) -> dict[str, Any]:
    """The usage of a response under the names that chat completions have for it."""
    if "input_tokens" not in usage:
        return usage
    return {
        "prompt_tokens": usage["input_tokens"],
        "completion_tokens": usage.get("output_tokens", 0),
        "total_tokens": usage.get("total_tokens", 0),
        "prompt_tokens_details": usage.get("input_tokens_details"),
        "completion_tokens_details": usage.get("output_tokens_details"),
    }


def _runs_here(tool: Json) -> bool:
    environment = tool.get("environment")
    return isinstance(environment, dict) and environment.get("type") == "local"
