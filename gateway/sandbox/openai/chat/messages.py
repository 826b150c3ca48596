"""Reads the messages of a chat completion, and checks them as OpenAI does."""

from typing import Any, NoReturn

from gateway.sandbox.calls import texts_of
from gateway.sandbox.conversation import Message, PastCall, Role, ToolResult
from gateway.sandbox.errors import Json
from gateway.sandbox.openai.errors import OpenAIErrors
from gateway.sandbox.openai.parts import check_data_url

_ROLES = {
    "system": Role.SYSTEM,
    "developer": Role.SYSTEM,
    "user": Role.USER,
    "assistant": Role.ASSISTANT,
    "tool": Role.TOOL,
    "function": Role.TOOL,
}
_PARTS = ("text", "image_url", "input_audio", "refusal", "audio", "file")


def read_messages(body: Json, errors: OpenAIErrors) -> list[Message]:
    """Read all messages."""
    messages = body.get("messages")
    if messages is None:
        raise errors.missing("messages")
    if not isinstance(messages, list) or not messages:
        raise errors.empty_array("messages")
    read = [_read(message, number, errors) for number, message in enumerate(messages)]
    _check_results(messages, errors)
    return read


def _read(message: Json, number: int, errors: OpenAIErrors) -> Message:
    if not isinstance(message, dict):
        raise errors.bad_type(f"messages[{number}]", "an object")
    if message["role"] not in _ROLES:
        raise errors.unsupported(message["role"], tuple(_ROLES), f"messages[{number}].role")
    role = _ROLES[message["role"]]
    content = message.get("content")
    calls = message.get("tool_calls") or ()
    if content is None and not calls and "function_call" not in message:
        raise errors.bad_value(
            "Invalid value for 'content': expected a string, got null.",
            f"messages.[{number}].content",
        )
    kinds = _kinds(content, number, errors)
    results: tuple[ToolResult, ...] = ()
    if role is Role.TOOL:
        text = "".join(texts_of(content))
        results = (ToolResult(str(message.get("tool_call_id", "")), text),)
    return Message(
        role=role,
        texts=() if role is Role.TOOL else texts_of(content),
        calls=tuple(_past_call(call) for call in calls),
        results=results,
        pictures=kinds.count("image_url"),
        files=kinds.count("file") + kinds.count("input_audio"),
    )


def _kinds(content: Any, number: int, errors: OpenAIErrors) -> list[str]:
    """Give the types of a message's parts."""
    if not isinstance(content, list):
        return []
    for place, part in enumerate(content):
        where = f"messages[{number}].content[{place}]"
        if part["type"] not in _PARTS:
            raise errors.unsupported(part["type"], _PARTS, f"{where}.type")
        if part["type"] == "image_url":
            check_data_url(part["image_url"]["url"], errors, pictures=True)
        elif part["type"] == "file" and "file_data" in part["file"]:
            check_data_url(part["file"]["file_data"], errors)
    return [part["type"] for part in content]


def _past_call(call: Json) -> PastCall:
    if call.get("type") == "custom":
        return PastCall(call["id"], call["custom"]["name"], call["custom"]["input"])
    return PastCall(call["id"], call["function"]["name"], call["function"]["arguments"])


def _check_results(messages: list[Json], errors: OpenAIErrors) -> None:
    """Check that each call has its result right after it, and each result its call."""
    called: set[str] = set()
    open_calls: list[str] = []
    for number, message in enumerate(messages):
        if message["role"] == "tool":
            id_ = message.get("tool_call_id")
            if id_ not in called:
                _refuse_result(number, id_, bool(called), errors)
            if id_ in open_calls:
                open_calls.remove(id_)
            continue
        if open_calls:
            _refuse_open(number, open_calls, errors)
        open_calls = [call["id"] for call in message.get("tool_calls") or ()]
        called = set(open_calls)
    if open_calls:
        _refuse_open(len(messages) - 1, open_calls, errors)


def _refuse_open(number: int, ids: list[str], errors: OpenAIErrors) -> NoReturn:
    raise errors.bad_value(
        "An assistant message with 'tool_calls' must be followed by tool messages responding to "
        "each 'tool_call_id'. The following tool_call_ids did not have response messages: "
        f"{', '.join(ids)}",
        f"messages.[{number}].role",
    )


def _refuse_result(number: int, id_: Any, has_calls: bool, errors: OpenAIErrors) -> NoReturn:
    if id_ is None:
        raise errors.bad_value(
            "Missing parameter 'tool_call_id': messages with role 'tool' must have a "
            "'tool_call_id'.",
            f"messages.[{number}].tool_call_id",
        )
    if has_calls:
        raise errors.bad_value(
            f"Invalid parameter: 'tool_call_id' of '{id_}' not found in 'tool_calls' of previous "
            "message.",
            f"messages.[{number}].tool_call_id",
        )
    raise errors.bad_value(
        "Invalid parameter: messages with role 'tool' must be a response to a preceeding message "
        "with 'tool_calls'.",
        f"messages.[{number}].role",
    )
