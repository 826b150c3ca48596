"""Reads the contents of a request, and checks them as Gemini does."""

import base64
from typing import Any

from gateway.sandbox.conversation import Message, PastCall, Role, ToolResult, turn_bounds
from gateway.sandbox.errors import Json
from gateway.sandbox.gemini.errors import GeminiErrors
from gateway.sandbox.gemini.fields import camel_fields
from gateway.sandbox.models import Model
from gateway.sandbox.tools import as_json

_ROLES = {
    "user": Role.USER,
    "model": Role.ASSISTANT,
    "function": Role.USER,
    "tool": Role.USER,
}
_DATA = frozenset({
    "codeExecutionResult", "executableCode", "fileData", "functionCall", "functionResponse",
    "inlineData", "text", "toolCall", "toolResponse",
})  # fmt: skip
_PLAIN_RESULTS = (["output"], ["result"], ["content"])
_SIGNATURES = "https://ai.google.dev/gemini-api/docs/thought-signatures"


def read_contents(contents: Any, errors: GeminiErrors, model: Model | None) -> list[Message]:
    """Read all contents."""
    if not contents:
        raise errors.invalid("* GenerateContentRequest.contents: contents is not specified\n")
    if any(content.get("role", "user") not in _ROLES for content in contents):
        raise errors.invalid("Please use a valid role: user, model.")
    parts = [_parts(content, number, errors) for number, content in enumerate(contents)]
    kept = [
        number for number in range(len(contents)) if not _ends_a_stream(contents, parts, number)
    ]
    contents, parts = [contents[number] for number in kept], [parts[number] for number in kept]
    calls = [_of_kind(one, "functionCall") for one in parts]
    results = [_of_kind(one, "functionResponse") for one in parts]
    _check_turns(contents, calls, results, errors)
    messages: list[Message] = []
    open_calls: list[PastCall] = []
    for number, content in enumerate(contents):
        if calls[number]:
            open_calls = [
                _call(call, f"{number}:{place}") for place, call in enumerate(calls[number])
            ]
        messages.append(
            Message(
                role=_ROLES[content.get("role", "user")],
                texts=texts(parts[number]),
                calls=tuple(open_calls) if calls[number] else (),
                results=tuple(_result(one, open_calls) for one in results[number]),
                **_attachments(parts[number], results[number], number, errors),
            )
        )
    if model is not None and model.signs_calls:
        for number in range(*turn_bounds(messages)):
            _check_signature(parts[number], number, errors)
    return messages


def texts(parts: list[Json]) -> tuple[str, ...]:
    """Give the parts that are text, thoughts left out."""
    return tuple(str(one["text"]) for one in parts if "text" in one and not one.get("thought"))


def text_of(content: Any) -> str:
    """Give the text of a content."""
    parts = content.get("parts", []) if isinstance(content, dict) else []
    return "".join(texts([camel_fields(part) for part in parts]))


def _parts(content: Json, number: int, errors: GeminiErrors) -> list[Json]:
    parts = [camel_fields(part) for part in content.get("parts") or ()]
    where = f"* GenerateContentRequest.contents[{number}].parts"
    if not parts:
        raise errors.invalid(f"{where}: contents.parts must not be empty.\n")
    for place, part in enumerate(parts):
        if not _DATA & part.keys():
            raise errors.invalid(
                f"{where}[{place}].data: required oneof field 'data' must have one initialized "
                "field\n"
            )
    return parts


def _ends_a_stream(contents: list[Json], parts: list[list[Json]], number: int) -> bool:
    """Whether it is the empty text after a call with which a stream ends.

    Google's SDKs send it back as a content of its own, and Gemini takes it as a part of the turn.
    """
    return (
        number > 0
        and {contents[number].get("role"), contents[number - 1].get("role")} == {"model"}
        and all(part.get("text") == "" for part in parts[number])
    )


def _of_kind(parts: list[Json], kind: str) -> list[Json]:
    return [camel_fields(part[kind]) for part in parts if kind in part]


def _call(call: Json, place: str) -> PastCall:
    """Read a call; where it has no id, its place serves as one."""
    return PastCall(str(call.get("id") or place), call["name"], as_json(call.get("args") or {}))


def _result(response: Json, open_calls: list[PastCall]) -> ToolResult:
    """Find the call of a response: by its id, or else the next one of its name."""
    id_ = response.get("id")
    found = next((call for call in open_calls if call.id == id_), None)
    if found is None:
        found = next((call for call in open_calls if call.name == response["name"]), None)
    given = response.get("response") or {}
    # A single field called so is how the documentation, and LiteLLM, have a plain result.
    names = list(given)
    plain = given[names[0]] if names in _PLAIN_RESULTS else given
    text = plain if isinstance(plain, str) else as_json(plain)
    if found is None:
        return ToolResult("", text)
    open_calls.remove(found)
    return ToolResult(found.id, text)


def _attachments(
    parts: list[Json], results: list[Json], number: int, errors: GeminiErrors
) -> dict[str, int]:
    """Count pictures and other files, those that tools gave back too."""
    within = [camel_fields(part) for result in results for part in result.get("parts") or ()]
    counts = {"pictures": 0, "files": 0}
    for place, part in enumerate((*parts, *within)):
        data = camel_fields(part.get("inlineData") or part.get("fileData"))
        if not data:
            continue
        counts["pictures" if str(data.get("mimeType")).startswith("image/") else "files"] += 1
        try:
            base64.b64decode(data.get("data", ""), validate=True)
        except ValueError as error:
            where = f"contents[{number}].parts[{place}].inline_data.data"
            raise errors.bad_value(where, "TYPE_BYTES", "Base64 decoding failed") from error
    return counts


def _check_turns(
    contents: list[Json], calls: list[list[Json]], results: list[list[Json]], errors: GeminiErrors
) -> None:
    """Check that calls and responses alternate, and that there are as many of both."""
    for number in range(len(contents)):
        before = contents[number - 1].get("role", "user") if number else "model"
        if calls[number]:
            if before == "model":
                raise errors.invalid(
                    "Please ensure that function call turn comes immediately after a user turn or "
                    "after a function response turn."
                )
            given = 0
            for later in range(number + 1, len(contents)):
                if contents[later].get("role") == "model":
                    break
                given += len(results[later])
            if given != len(calls[number]):
                raise errors.invalid(
                    "Please ensure that the number of function response parts is equal to the "
                    "number of function call parts of the function call turn."
                )
        if results[number] and not _follows_calls(number, contents, calls):
            raise errors.invalid(
                "Please ensure that function response turn comes immediately after a function "
                "call turn."
            )


def _follows_calls(number: int, contents: list[Json], calls: list[list[Json]]) -> bool:
    for earlier in reversed(range(number)):
        if contents[earlier].get("role") == "model":
            return bool(calls[earlier])
    return False


def _check_signature(parts: list[Json], number: int, errors: GeminiErrors) -> None:
    """Check that the first call of an answer has its signature."""
    first = next((part for part in parts if "functionCall" in part), None)
    if first is None or first.get("thoughtSignature"):
        return
    raise errors.invalid(
        "Function call is missing a thought_signature in functionCall parts. This is required for "
        "tools to work correctly, and missing thought_signature may lead to degraded model "
        f"performance. Additional data, function call `default_api:{first['functionCall']['name']}`"
        f" , position {number + 1}. Please refer to {_SIGNATURES} for more details."
    )
