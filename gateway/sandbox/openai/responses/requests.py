"""Validates and reads a request for a response as OpenAI does."""

from typing import Any

from gateway.sandbox.calls import Call, Remember
from gateway.sandbox.conversation import Role, Turn, all_text, current_turn
from gateway.sandbox.errors import Json
from gateway.sandbox.models import Model, Models
from gateway.sandbox.openai.errors import OpenAIErrors
from gateway.sandbox.openai.formats import read_schema
from gateway.sandbox.openai.responses.items import listed, read_items, resolved
from gateway.sandbox.openai.tools import read_offer
from gateway.sandbox.state import SandboxState
from gateway.sandbox.tools import as_json

# fmt: off
RESPONSE = frozenset({
    "access_programs", "background", "background_options", "client_metadata",
    "context_management", "conversation", "image", "include", "input", "instructions",
    "max_output_tokens", "max_tool_calls", "metadata", "model", "moderation",
    "parallel_tool_calls", "previous_response_id", "prompt", "prompt_cache_key",
    "prompt_cache_options", "prompt_cache_retention", "reasoning", "safety_identifier",
    "service_tier", "store", "stream", "stream_options", "temperature", "text", "tool_choice",
    "tools", "top_logprobs", "top_p", "truncation", "user",
})
COUNT = frozenset({
    "conversation", "input", "instructions", "model", "parallel_tool_calls", "personality",
    "previous_response_id", "reasoning", "text", "tool_choice", "tools", "truncation",
})
COMPACT = frozenset({
    "image", "input", "instructions", "model", "previous_response_id", "prompt_cache_key",
    "prompt_cache_options", "prompt_cache_retention", "service_tier",
})
# fmt: on
_LEAST_TOKENS = 16
_ANY_MODEL = "gpt-4.1"
"""Counts where the request names no model."""


def read(
    body: Json,
    state: SandboxState,
    errors: OpenAIErrors,
    models: Models,
    fields: frozenset[str] = RESPONSE,
) -> Call:
    """Validate the parameters, with OpenAI's messages, and read them."""
    for name in body:
        if name not in fields:
            raise errors.bad_value(f"Unknown parameter: '{name}'.", name, "unknown_parameter")
    if not isinstance(body.get("include") or [], list):
        raise errors.bad_type("include", "an array")
    if not isinstance(body.get("stream_options") or {}, dict):
        raise errors.bad_type("stream_options", "an object")
    if "model" not in body and fields is not COUNT:
        raise errors.missing("model")
    name = str(body.get("model") or _ANY_MODEL)
    model = models.get(name)
    if model is not None and model.embeds is not None:
        raise errors.embeds_only("v1/responses")
    if model is not None:
        _check_limits(body, errors, model)
    items = _all_items(body, state, errors)
    messages = read_items(items, errors)
    instructions = str(body.get("instructions") or "")
    text = f"{instructions}\n{all_text(messages)}"
    tools = _tools(body, items)
    form = (body.get("text") or {}).get("format")
    return Call(
        model=name,
        # A conversation that ends with an answer is between two turns.
        turn=Turn() if messages and messages[-1].role is Role.ASSISTANT else current_turn(messages),
        input_text=f"{text}\n{as_json(tools)}" if tools else text,
        max_tokens=body.get("max_output_tokens"),
        stream=bool(body.get("stream")),
        shows_thinking=bool((body.get("reasoning") or {}).get("summary")),
        offer=read_offer({**body, "tools": tools}, errors, nested=False),
        schema=read_schema(form, "text.format", text, errors, nested=False),
        pictures=sum(message.pictures for message in messages),
        files=sum(message.files for message in messages),
        body=body,
        remember=_memory(items, state) if body.get("store") is not False else None,
    )


def _all_items(body: Json, state: SandboxState, errors: OpenAIErrors) -> list[Json]:
    """Give the items of the earlier responses and of this request."""
    previous = body.get("previous_response_id")
    if previous is None:
        if body.get("input") is None and not {"prompt", "conversation"} & body.keys():
            raise errors.bad_value(
                "One of \"input\" or \"previous_response_id\" or 'prompt' or 'conversation_id' "
                "must be provided.",
                None,
                "missing_required_parameter",
            )
        return resolved(listed(body.get("input")), state.item, errors)
    if previous not in state.responses:
        raise errors.bad_value(
            f"Previous response with id '{previous}' not found.",
            "previous_response_id",
            "previous_response_not_found",
        )
    return [*state.responses[previous], *resolved(listed(body.get("input")), state.item, errors)]


def _memory(items: list[Json], state: SandboxState) -> Remember:
    def remember(id_: str, output: list[Json]) -> None:
        state.remember_response(id_, [*items, *output])

    return remember


def _tools(body: Json, items: list[Json]) -> list[Any]:
    """Give the tools of the request, and those that its items add."""
    added = ("additional_tools", "tool_search_output")
    more = (item.get("tools") or () for item in items if item.get("type") in added)
    return [*(body.get("tools") or ()), *(tool for tools in more for tool in tools)]


def _check_limits(body: Json, errors: OpenAIErrors, model: Model) -> None:
    limit = body.get("max_output_tokens")
    if limit is not None and limit < _LEAST_TOKENS:
        raise errors.bad_value(
            "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= "
            f"{_LEAST_TOKENS}, but got {limit} instead.",
            "max_output_tokens",
            "integer_below_min_value",
        )
    for name in ("temperature", "top_p"):
        if model.thinks and body.get(name) not in {None, 1}:
            raise errors.bad_value(
                f"Unsupported parameter: '{name}' is not supported with this model.",
                name,
                "unsupported_parameter",
            )
    if body.get("reasoning") and body["reasoning"].get("effort") and not model.thinks:
        raise errors.bad_value(
            "Unsupported parameter: 'reasoning.effort' is not supported with this model.",
            "reasoning.effort",
            "unsupported_parameter",
        )
