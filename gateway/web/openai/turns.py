"""The turns of a chat, in an order and a form that every provider takes."""

from typing import Any

from gateway.web.openai.messages import IncomingMessage

Json = dict[str, Any]


def as_every_provider_takes_them(messages: list[IncomingMessage]) -> list[Json]:
    """The messages in LiteLLM's terms.

    An assistant's turn is one message, and what its tools have given comes in the order of its
    calls: Gemini knows them by that alone.
    """
    written: list[Json] = []
    results: list[Json] = []
    for message in messages:
        one: Json = message.model_dump(exclude_none=True)
        if one["role"] == "tool":
            results.append(one)
            continue
        written += _in_order(written, results)
        results = []
        if one["role"] == "developer":
            one["role"] = "system"
        if one["role"] == "assistant" and written and written[-1]["role"] == "assistant":
            written[-1] = _joined(written[-1], one)
        else:
            written.append(one)
    return [*written, *_in_order(written, results)]


def _joined(first: Json, second: Json) -> Json:
    """Two messages of the assistant as one."""
    content = [*_as_parts(first.get("content")), *_as_parts(second.get("content"))]
    calls = [*first.get("tool_calls", ()), *second.get("tool_calls", ())]
    return {
        "role": "assistant",
        **({"content": content} if content else {}),
        **({"tool_calls": calls} if calls else {}),
    }


def _in_order(before: list[Json], results: list[Json]) -> list[Json]:
    """What tools have given, in the order of the calls.

    Pictures and files follow in a message of the user's: few providers take them from a tool.
    """
    calls = before[-1].get("tool_calls", ()) if before else ()
    order = {call["id"]: number for number, call in enumerate(calls)}
    ordered = sorted(results, key=lambda one: order.get(one["tool_call_id"], len(order)))
    written: list[Json] = []
    given: list[Json] = []
    for one in ordered:
        parts = _as_parts(one["content"])
        media = [part for part in parts if part["type"] != "text"]
        if media:
            told = f"Given by the tool call {one['tool_call_id']}:"
            given += [{"type": "text", "text": told}, *media]
            note = {"type": "text", "text": "(The next message shows what else it has given.)"}
            one["content"] = [*(part for part in parts if part["type"] == "text"), note]
        written.append(one)
    return [*written, {"role": "user", "content": given}] if given else written


def _as_parts(content: Any) -> list[Json]:
    if isinstance(content, str):
        return [{"type": "text", "text": content}] if content else []
    return list(content or ())
