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
    how_many,
    objects,
    whole_number,
)

CHAT_COMPLETIONS = Endpoint("openai", "/chat/completions")
RESPONSES = Endpoint("openai", "/responses")
COMPACT_RESPONSE = Endpoint("openai", "/responses/compact")
COUNT_INPUT_TOKENS = Endpoint("openai", "/responses/input_tokens", free=True)
EMBEDDINGS = Endpoint("openai", "/embeddings")

_IN_THE_ACCOUNT = frozenset({"file_id", "file_ids", "vector_store_ids", "connector_id", "skill_id"})

# Where each endpoint limits its answer. Another one's name would be ignored.
_LIMITS = {
    CHAT_COMPLETIONS: ("max_tokens", "max_completion_tokens"),
    RESPONSES: ("max_output_tokens",),
}

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
        {
            *("parameters", "schema", "json_schema", "input_schema", "arguments"),
            *("metadata", "client_metadata"),
        }
    )
    media: ClassVar[frozenset[str]] = frozenset({"image_url"})
    names: ClassVar[frozenset[str]] = frozenset(
        {
            *("model", "models", "n", "max_tokens", "max_completion_tokens", "max_output_tokens"),
            *("messages", "input", "tools", "modalities", "service_tier", "web_search_options"),
            *("prediction", "context_management", "plugins", "conversation", "background"),
            *("prompt", "previous_response_id"),
        }
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
            if name.casefold() in _IN_THE_ACCOUNT and value:
                return name
            if name.casefold() in ("container", "container_id") and isinstance(value, str):
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
            if isinstance(item.get("id"), str) and _is_reference(item):
                yield "item_reference", item["id"]

    def other_models(self, body: Json) -> str | None:
        """What relays such as OpenRouter and LiteLLM's proxy take beside `model`."""
        named = (name for name in body if name == "models" or name.endswith("fallbacks"))
        return next((name for name in named if body[name]), None)

    def paid_member(self, body: Json) -> str | None:
        """Tools that OpenAI runs, sound, and other service tiers."""
        for tool in self.tools(body):
            kind = tool.get("type")
            if kind == "shell" and _runs_here(tool):
                continue
            if not isinstance(kind, str) or kind not in _OWN_TOOLS:
                return f"the tool {kind}"
        if body.get("web_search_options") is not None:
            return "web_search_options"
        for name in ("prediction", "context_management", "plugins"):
            if body.get(name):
                return name
        if body.get("service_tier") not in _DEFAULT_TIERS:
            return "service_tier"
        if body.get("modalities") not in (None, [], ["text"]):
            return "modalities"
        return self.other_models(body)

    def part_kind(self, part: Json) -> PartKind | None:
        """Pictures; files and sound."""
        match part.get("type"):
            case "image_url" | "input_image" | "computer_screenshot":
                return "picture"
            case "file" | "input_file" | "input_audio":
                return "file"
            case str() as kind if kind.endswith("_url"):
                return "file"  # of another kind, such as a film, which some providers take
            case _:
                return None

    def max_tokens(self, body: Json, endpoint: Endpoint) -> int | None:
        """The highest of the limits under their various names: a provider may know one of them."""
        names = [name for name in _LIMITS.get(endpoint, ()) if body.get(name) is not None]
        limits = [whole_number(body[name]) for name in names]
        known = [limit for limit in limits if limit is not None]
        return max(known) if known and len(known) == len(limits) else None

    def answers(self, body: Json) -> int:
        """`n`."""
        return how_many(body.get("n"))

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


def _is_reference(item: Json) -> bool:
    """Whether OpenAI completes an item of the input with what it has kept under the item's id."""
    match item.get("type"):
        case "item_reference":
            return True
        case None:  # that of a message may be left out, too
            return not (item.get("role") and item.get("content"))
        case "reasoning":
            return not item.get("encrypted_content")
        case _:
            return False


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
