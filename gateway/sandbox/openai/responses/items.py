"""Reads the items of a response's input, and checks them as OpenAI does."""

from collections.abc import Callable
from typing import Any

from gateway.sandbox.calls import text_of, texts_of
from gateway.sandbox.conversation import Message, PastCall, Role, ToolResult
from gateway.sandbox.errors import Json
from gateway.sandbox.openai.errors import OpenAIErrors
from gateway.sandbox.openai.parts import check_data_url
from gateway.sandbox.openai.responses.compaction import unpacked

_ROLES = {
    "system": Role.SYSTEM,
    "developer": Role.SYSTEM,
    "user": Role.USER,
    "assistant": Role.ASSISTANT,
}
_CALLS = {
    "function_call": ("function call", "arguments"),
    "custom_tool_call": ("custom tool call", "input"),
}
"""The items that call a tool of the client: how errors name them, and the field of arguments."""
_RUN_BY_PROVIDER = (
    "additional_tools", "apply_patch_call", "apply_patch_call_output", "code_interpreter_call",
    "computer_call", "computer_call_output", "file_search_call", "image_generation_call",
    "local_shell_call", "local_shell_call_output", "mcp_approval_request",
    "mcp_approval_response", "mcp_call", "mcp_list_tools", "reasoning", "shell_call",
    "shell_call_output", "tool_search_call", "tool_search_output", "web_search_call",
)  # fmt: skip
"""Items that are taken, and that the answer does not depend on."""
_TYPES = (
    "message", "item_reference", "compaction", *_CALLS,
    *(f"{name}_output" for name in _CALLS), *_RUN_BY_PROVIDER,
)  # fmt: skip
_OUTPUT_PARTS = ("output_text", "refusal")
_INPUT_PARTS = ("input_text", "input_image", "input_file", "input_audio", *_OUTPUT_PARTS)


def listed(given: Any) -> list[Json]:
    """Give the items of an input, which may be a string or nothing."""
    if isinstance(given, str):
        return [{"type": "message", "role": "user", "content": given}]
    return list(given or ())


def resolved(
    items: list[Json], find: Callable[[str], Json | None], errors: OpenAIErrors
) -> list[Json]:
    """Put items in the place of references to them."""
    found = []
    for item in items:
        if item.get("type") == "item_reference":
            id_ = str(item["id"])
            kept = find(id_)
            if kept is None:
                raise errors.item_unknown(id_)
            item = kept
        found.append(item)
    return found


def read_items(items: list[Json], errors: OpenAIErrors) -> list[Message]:
    """Read all items."""
    _check_results(items, errors)
    messages: list[Message] = []
    for number, item in enumerate(items):
        kind = item.get("type", "message")
        if kind not in _TYPES:
            raise errors.unsupported(kind, _TYPES, f"input[{number}].type")
        if kind == "message":
            messages.append(_message(item, number, errors))
        elif kind == "compaction":
            messages += unpacked(item["encrypted_content"], messages)
        elif kind in _CALLS:
            call = PastCall(item["call_id"], item["name"], item[_CALLS[kind][1]])
            messages.append(Message(Role.ASSISTANT, calls=(call,)))
        elif kind.removesuffix("_output") in _CALLS:
            messages.append(_result(item))
    return messages


def _message(item: Json, number: int, errors: OpenAIErrors) -> Message:
    role, content = item["role"], item["content"]
    if role not in _ROLES:
        raise errors.unsupported(role, tuple(_ROLES), f"input[{number}].role")
    parts = content if isinstance(content, list) else []
    for place, part in enumerate(parts):
        supported = _OUTPUT_PARTS if role == "assistant" else _INPUT_PARTS
        where = f"input[{number}].content[{place}]"
        if part["type"] not in supported:
            raise errors.unsupported(part["type"], supported, where)
        if isinstance(part.get("image_url"), str):
            check_data_url(part["image_url"], errors, pictures=True)
        if isinstance(part.get("file_data"), str):
            check_data_url(part["file_data"], errors)
    kinds = [part["type"] for part in parts]
    return Message(
        _ROLES[role],
        texts_of(content),
        pictures=kinds.count("input_image"),
        files=kinds.count("input_file") + kinds.count("input_audio"),
    )


def _result(item: Json) -> Message:
    output = item["output"]
    kinds = [part["type"] for part in output] if isinstance(output, list) else []
    return Message(
        Role.TOOL,
        results=(ToolResult(item["call_id"], text_of(output)),),
        pictures=kinds.count("input_image"),
        files=kinds.count("input_file"),
    )


def _check_results(items: list[Json], errors: OpenAIErrors) -> None:
    """Check that each call has its output, and each output its call before it."""
    for kind, (name, _) in _CALLS.items():
        called: list[str] = []
        answered: set[str] = set()
        for item in items:
            if item.get("type") == kind:
                called.append(item["call_id"])
            elif item.get("type") == f"{kind}_output":
                if item["call_id"] not in called:
                    raise errors.bad_value(
                        f"No tool call found for {name} output with call_id {item['call_id']}.",
                        "input",
                    )
                answered.add(item["call_id"])
        for id_ in called:
            if id_ not in answered:
                raise errors.bad_value(f"No tool output found for {name} {id_}.", "input")
