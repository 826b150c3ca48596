"""Writes the named events of a streamed response."""

import json

from gateway.sandbox.answers import Answer
from gateway.sandbox.calls import Call
from gateway.sandbox.delivery import Frames
from gateway.sandbox.errors import Json, token
from gateway.sandbox.models import Model
from gateway.sandbox.openai.responses.answers import Output, begun, finished, outputs

_ARGUMENTS = {
    "function_call": ("arguments", "response.function_call_arguments"),
    "custom_tool_call": ("input", "response.custom_tool_call_input"),
}


def frames(call: Call, model: Model, answer: Answer) -> Frames:
    """Write the events, each with its number: the response begins, its items, it is complete."""
    response = begun(call, model)
    output = outputs(call, answer)
    opening = [
        _event("response.created", response=response),
        _event("response.in_progress", response=response),
    ]
    written = [_item_events(index, one) for index, one in enumerate(output)]
    # The last item is the answer itself, which a fault breaks; the others come before it.
    opening += (event for events in written[:-1] for event in events)
    start, pieces, end = _split(written[-1])
    whole = finished(call, response, answer, output)
    end.append(_event(f"response.{whole['status']}", response=whole))
    opening += start
    pads = (call.body.get("stream_options") or {}).get("include_obfuscation") is not False
    numbered = [
        _sse({**event, "sequence_number": number}, pads=pads)
        for number, event in enumerate((*opening, *pieces, *end))
    ]
    first, last = len(opening), len(opening) + len(pieces)
    return Frames(tuple(numbered[:first]), tuple(numbered[first:last]), tuple(numbered[last:]))


def error_frame(error: Json, number: int) -> bytes:
    """Write the event of an error midway."""
    fields = {name: error[name] for name in ("code", "message", "param")}
    return _sse({"type": "error", **fields, "sequence_number": number}, pads=False)


def _item_events(index: int, output: Output) -> list[Json]:
    item, kind = output.item, output.item["type"]
    if kind == "reasoning":
        inner, empty = _summary_events(index, output), {**item, "summary": []}
    elif kind == "message":
        inner = _text_events(index, output)
        empty = {**item, "status": "in_progress", "content": []}
    else:
        field, name = _ARGUMENTS[kind]
        where = {"item_id": item["id"], "output_index": index}
        inner = [_event(f"{name}.delta", **where, delta=piece) for piece in output.pieces]
        inner.append(_event(f"{name}.done", **where, **{field: item[field]}))
        empty = {**item, "status": "in_progress", field: ""}
    return [
        _event("response.output_item.added", output_index=index, item=empty),
        *inner,
        _event("response.output_item.done", output_index=index, item=item),
    ]


def _text_events(index: int, output: Output) -> list[Json]:
    [part] = output.item["content"]
    where = {"item_id": output.item["id"], "output_index": index, "content_index": 0}
    return [
        _event("response.content_part.added", **where, part={**part, "text": ""}),
        *(
            _event("response.output_text.delta", **where, delta=piece, logprobs=[])
            for piece in output.pieces
        ),
        _event("response.output_text.done", **where, text=part["text"], logprobs=[]),
        _event("response.content_part.done", **where, part=part),
    ]


def _summary_events(index: int, output: Output) -> list[Json]:
    if not output.item["summary"]:
        return []
    [part] = output.item["summary"]
    where = {"item_id": output.item["id"], "output_index": index, "summary_index": 0}
    name = "response.reasoning_summary_text"
    return [
        _event("response.reasoning_summary_part.added", **where, part={**part, "text": ""}),
        *(_event(f"{name}.delta", **where, delta=piece) for piece in output.pieces),
        _event(f"{name}.done", **where, text=part["text"]),
        _event("response.reasoning_summary_part.done", **where, part=part),
    ]


def _split(events: list[Json]) -> tuple[list[Json], list[Json], list[Json]]:
    """Split the events of an item into those before, with and after the pieces."""
    deltas = [n for n, event in enumerate(events) if event["type"].endswith(".delta")]
    first, last = (deltas[0], deltas[-1] + 1) if deltas else (1, 1)
    return events[:first], events[first:last], events[last:]


def _event(kind: str, **fields: object) -> Json:
    return {"type": kind, **fields}


def _sse(event: Json, *, pads: bool) -> bytes:
    if pads and event["type"].endswith(".delta"):
        # As with chunks, the length of an event does not reveal its text.
        event = {**event, "obfuscation": token(16 - len(event["delta"]) % 16)}
    data = json.dumps(event, ensure_ascii=False, separators=(",", ":"))
    return f"event: {event['type']}\ndata: {data}\n\n".encode()
