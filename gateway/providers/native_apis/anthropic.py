"""Anthropic's API: messages, and counting their tokens.

Sources: https://docs.claude.com/en/api/messages, https://docs.claude.com/en/api/messages-streaming,
https://docs.claude.com/en/docs/agents-and-tools/tool-use/overview,
https://docs.claude.com/en/docs/build-with-claude/vision; `thread` and `diagnostics` by the types of
Anthropic's SDK for Python, 2.14
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
    objects,
    whole_number,
)

MESSAGES = Endpoint("anthropic", "/v1/messages")
COUNT_TOKENS = Endpoint("anthropic", "/v1/messages/count_tokens", free=True)

# Tools that the program itself runs: its own, and those whose schema Anthropic has defined.
_OWN_TOOLS = re.compile(r"custom|(bash|text_editor|computer|memory)_\d+")


class AnthropicApi(NativeApi):
    """Messages."""

    id = "anthropic"
    tokens_per_picture = 5_000
    media: ClassVar[frozenset[str]] = frozenset({"source"})
    data_only: ClassVar[frozenset[str]] = frozenset(
        {"input_schema", "input_examples", "input", "schema", "metadata"}
    )
    names: ClassVar[frozenset[str]] = frozenset(
        {
            *("model", "max_tokens", "container", "tools", "mcp_servers", "speed"),
            *("inference_geo", "service_tier", "context_management"),
        }
    )

    def account_member(self, body: Json) -> str | None:
        """Files, containers by their ids, and skills of the person's own."""
        container = body.get("container")
        if isinstance(container, str) or (isinstance(container, dict) and container.get("id")):
            return "container"
        for name, value in self.members(body):
            if name.casefold() == "file_id":
                return name
            if name == "skills" and any(one.get("type") != "anthropic" for one in objects(value)):
                return name
        return None

    def references(self, body: Json) -> Iterator[tuple[str, str]]:
        """The answer that a thread goes on from, and the one that diagnostics compare with."""
        for name in ("thread", "diagnostics"):
            holder = body.get(name)
            if isinstance(holder, Mapping):
                previous = holder.get("previous_message_id")
                if isinstance(previous, str):
                    yield f"{name}.previous_message_id", previous

    def goes_on(self, body: Json) -> bool:
        """Whether it goes on with a thread."""
        return any(name.startswith("thread") for name, _ in self.references(body))

    def ids(self, report: Json) -> Iterator[str]:
        """Of the message; a stream has it in its first event."""
        message = report.get("message")
        holder = message if isinstance(message, Mapping) else report
        if isinstance(holder.get("id"), str):
            yield holder["id"]

    def paid_member(self, body: Json) -> str | None:
        """Tools that Anthropic runs, and what changes the rate."""
        for tool in self.tools(body):
            kind = tool.get("type", "custom")
            if not isinstance(kind, str) or not _OWN_TOOLS.fullmatch(kind):
                return f"the tool {kind}"
        if body.get("mcp_servers"):
            return "mcp_servers"
        management = body.get("context_management")
        edits = management.get("edits") if isinstance(management, Mapping) else None
        if any("compact" in str(edit.get("type")) for edit in objects(edits)):
            return "context_management"  # its usage is not told with the answer's
        if body.get("speed") not in (None, "standard"):
            return "speed"
        if body.get("inference_geo") not in (None, "global"):
            return "inference_geo"
        if body.get("service_tier") not in (None, "auto", "standard_only"):
            return "service_tier"
        return None

    def part_kind(self, part: Json) -> PartKind | None:
        """Pictures, and documents that are not text."""
        source = part.get("source")
        if not isinstance(source, Mapping) or source.get("type") in ("text", "content"):
            return None
        match part.get("type"):
            case "image":
                return "picture"
            case "document":
                return "file"
            case _:
                return None

    def max_tokens(self, body: Json, endpoint: Endpoint) -> int | None:
        """`max_tokens`, which includes thinking."""
        return whole_number(body.get("max_tokens"))

    def answers(self, body: Json) -> int:
        """Always one."""
        return 1

    def is_final(self, reports: list[Json]) -> bool:
        """Whether the end of a stream has come, or the answer is a plain one."""
        return bool(reports) and reports[-1].get("type") in ("message", "message_delta")

    def usage(self, reports: list[Json], litellm: Transformations) -> ReportedUsage | None:
        """A stream tells the input when it begins, and the output when it ends."""
        merged: dict[str, Any] = {}
        for report in reports:
            message = report.get("message")
            usage = (message if isinstance(message, dict) else report).get("usage")
            if isinstance(usage, dict):
                merged.update({name: value for name, value in usage.items() if value is not None})
        return litellm.anthropic_usage(merged) if merged else None
