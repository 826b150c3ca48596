"""Reads the messages of a request, and checks them as Anthropic does."""

import base64
from collections.abc import Iterable

from gateway.sandbox.anthropic.errors import AnthropicErrors
from gateway.sandbox.calls import text_of, texts_of
from gateway.sandbox.conversation import Message, PastCall, Role, ToolResult
from gateway.sandbox.errors import Json
from gateway.sandbox.models import Model
from gateway.sandbox.tools import as_json

_PICTURES = ("image/jpeg", "image/png", "image/gif", "image/webp")


def read_messages(body: Json, errors: AnthropicErrors, model: Model | None) -> list[Message]:
    """Read all messages."""
    messages = body["messages"]
    if not messages:
        raise errors.invalid("messages: at least one message is required")
    for number, message in enumerate(messages):
        _check_role(message["role"], number, errors, model)
        _check_content(message, number, errors)
    if messages[0]["role"] != "user":
        raise errors.invalid('messages: first message must use the "user" role')
    if messages[-1]["role"] == "assistant" and model is not None and not model.takes_prefill:
        raise errors.invalid(
            "This model does not support assistant message prefill. The conversation must end "
            "with a user message."
        )
    _check_results(messages, errors)
    return [_read(message) for message in messages]


def _check_role(role: str, number: int, errors: AnthropicErrors, model: Model | None) -> None:
    if role not in {"user", "assistant", "system"} or (role == "system" and number == 0):
        raise errors.invalid(
            f'messages: Unexpected role "{role}". The Messages API accepts a top-level `system` '
            'parameter, not "system" as an input message role.'
        )
    if role == "system" and model is not None and not model.takes_system_messages:
        raise errors.invalid("role 'system' is not supported on this model")


def _check_content(message: Json, number: int, errors: AnthropicErrors) -> None:
    content = message["content"]
    if isinstance(content, str) or not content:
        if not str(content or "").strip():
            raise errors.invalid(
                f"messages.{number}: all messages must have non-empty content except for the "
                "optional final assistant message"
            )
        return
    for place, block in enumerate(content):
        where = f"messages.{number}.content.{place}"
        if block["type"] == "text" and not block["text"].strip():
            raise errors.invalid(
                "messages: text content blocks must contain non-whitespace text"
                if block["text"]
                else "messages: text content blocks must be non-empty"
            )
        _check_source(block, where, errors)


def _check_source(block: Json, where: str, errors: AnthropicErrors) -> None:
    """Check the data of a picture or a document."""
    kind, source = block["type"], block.get("source")
    if kind not in {"image", "document"} or not source or source["type"] != "base64":
        return
    at = f"{where}.{kind}.source.base64"
    if kind == "image" and source["media_type"] not in _PICTURES:
        raise errors.invalid(
            f"{at}.media_type: Input should be 'image/jpeg', 'image/png', 'image/gif' or "
            "'image/webp'"
        )
    try:
        base64.b64decode(source["data"], validate=True)
    except ValueError as error:
        raise errors.invalid(f"{at}.data: invalid base64 data") from error


def blocks_of(message: Json) -> list[Json]:
    """Give the blocks of a message; a string has none."""
    return [block for block in message["content"] if isinstance(block, dict)]


def _ids(blocks: Iterable[Json], kind: str, name: str) -> list[str]:
    return [block[name] for block in blocks if block.get("type") == kind]


def _check_results(messages: list[Json], errors: AnthropicErrors) -> None:
    """Check that each call has its result in the next message, and each result its call."""
    for number, message in enumerate(messages):
        blocks = blocks_of(message)
        if message["role"] == "assistant":
            called = _ids(blocks, "tool_use", "id")
            given = _results_after(messages, number)
            missing = [id_ for id_ in called if id_ not in given]
            if missing:
                raise errors.invalid(
                    f"messages.{number}: `tool_use` ids were found without `tool_result` blocks "
                    f"immediately after: {', '.join(missing)}. Each `tool_use` block must have a "
                    "corresponding `tool_result` block in the next message."
                )
            continue
        called = _calls_before(messages, number)
        for place, block in enumerate(blocks):
            if block["type"] == "tool_result" and block["tool_use_id"] not in called:
                raise errors.invalid(
                    f"messages.{number}.content.{place}: unexpected `tool_use_id` found in "
                    f"`tool_result` blocks: {block['tool_use_id']}. Each `tool_result` block must "
                    "have a corresponding `tool_use` block in the previous message."
                )


def _results_after(messages: list[Json], number: int) -> list[str]:
    """Give the calls that the next message has results for, at its beginning.

    Messages of the user that follow each other count as one.
    """
    given: list[str] = []
    for message in messages[number + 1 :]:
        if message["role"] == "assistant":
            break
        for block in blocks_of(message) or [{"type": "text"}]:
            if block["type"] != "tool_result":
                return given
            given.append(block["tool_use_id"])
    return given


def _calls_before(messages: list[Json], number: int) -> list[str]:
    """Give the ids of the calls in the last message of the assistant before this one."""
    for message in reversed(messages[:number]):
        if message["role"] == "assistant":
            return _ids(blocks_of(message), "tool_use", "id")
    return []


def _read(message: Json) -> Message:
    blocks = blocks_of(message)
    inner = [
        part
        for block in blocks
        if block["type"] == "tool_result" and isinstance(block.get("content"), list)
        for part in block["content"]
    ]
    kinds = [block["type"] for block in (*blocks, *inner)]
    return Message(
        role=Role(message["role"]),
        texts=texts_of(message["content"]),
        calls=tuple(
            PastCall(block["id"], block["name"], as_json(block["input"]))
            for block in blocks
            if block["type"] == "tool_use"
        ),
        results=tuple(
            ToolResult(block["tool_use_id"], text_of(block.get("content")))
            for block in blocks
            if block["type"] == "tool_result"
        ),
        pictures=kinds.count("image"),
        files=kinds.count("document"),
    )
