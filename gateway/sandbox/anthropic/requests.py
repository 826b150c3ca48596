"""Validates and reads a request for a message as Anthropic does."""

from gateway.sandbox.anthropic.errors import AnthropicErrors
from gateway.sandbox.calls import Call, text_of
from gateway.sandbox.conversation import Message, Role, current_turn
from gateway.sandbox.errors import Json
from gateway.sandbox.models import Model, Models

# fmt: off
_FIELDS = frozenset({
    "cache_control", "container", "context_management", "inference_geo", "max_tokens",
    "mcp_servers", "messages", "metadata", "model", "output_config", "output_format",
    "service_tier", "speed", "stop_sequences", "stream", "system", "temperature", "thinking",
    "tool_choice", "tools", "top_k", "top_p",
})
# fmt: on
_SMALLEST_BUDGET = 1024
_THINKING_DOCS = "https://docs.claude.com/en/docs/build-with-claude/extended-thinking"


def read(body: Json, errors: AnthropicErrors, models: Models) -> Call:
    """Validate the fields, with Anthropic's messages, and read them."""
    for name in ("model", "messages", "max_tokens"):
        if name not in body:
            raise errors.invalid(f"{name}: Field required")
    for name in body:
        if name not in _FIELDS:
            raise errors.invalid(f"{name}: Extra inputs are not permitted")
    model = models.get(str(body["model"]))
    _check_numbers(body, errors, model)
    messages = _messages(body, errors, model)
    read = [Message(Role(role), (text,)) for role, text in messages]
    return Call(
        model=str(body["model"]),
        turn=current_turn(read),
        input_text="\n".join([text_of(body.get("system")), *(text for _, text in messages)]),
        max_tokens=body["max_tokens"],
        stream=bool(body.get("stream")),
        shows_thinking=_thinks(body, errors),
    )


def _check_numbers(body: Json, errors: AnthropicErrors, model: Model | None) -> None:
    limit = body["max_tokens"]
    if limit < 1:
        raise errors.invalid("max_tokens: Input should be greater than or equal to 1")
    if model is not None and limit > model.output_limit:
        raise errors.invalid(
            f"max_tokens: {limit} > {model.output_limit}, which is the maximum allowed number of "
            f"output tokens for {model.id}"
        )
    temperature = body.get("temperature")
    if temperature is not None and not 0 <= temperature <= 1:
        raise errors.invalid("temperature: range: 0..1")


def _messages(body: Json, errors: AnthropicErrors, model: Model | None) -> list[tuple[str, str]]:
    messages = body["messages"]
    if not messages:
        raise errors.invalid("messages: at least one message is required")
    for number, message in enumerate(messages):
        role = message["role"]
        if role not in {"user", "assistant"}:
            raise errors.invalid(
                f'messages: Unexpected role "{role}". The Messages API accepts a top-level '
                '`system` parameter, not "system" as an input message role.'
            )
        if not text_of(message["content"]).strip():
            raise errors.invalid(
                "messages: text content blocks must contain non-whitespace text"
                if isinstance(message["content"], list)
                else f"messages.{number}: all messages must have non-empty content except for the "
                "optional final assistant message"
            )
    if messages[0]["role"] != "user":
        raise errors.invalid('messages: first message must use the "user" role')
    if messages[-1]["role"] == "assistant" and model is not None and not model.takes_prefill:
        raise errors.invalid(
            "This model does not support assistant message prefill. The conversation must end "
            "with a user message."
        )
    return [(message["role"], text_of(message["content"])) for message in messages]


def _thinks(body: Json, errors: AnthropicErrors) -> bool:
    thinking = body.get("thinking") or {}
    if thinking.get("type") not in {"enabled", "adaptive"}:
        return False
    if thinking["type"] == "enabled":
        budget = thinking.get("budget_tokens")
        if budget is None:
            raise errors.invalid("thinking.enabled.budget_tokens: Field required")
        if budget < _SMALLEST_BUDGET:
            raise errors.invalid(
                "thinking.enabled.budget_tokens: Input should be greater than or equal to "
                f"{_SMALLEST_BUDGET}"
            )
        if budget >= body["max_tokens"]:
            raise errors.invalid(
                "`max_tokens` must be greater than `thinking.budget_tokens`. Please consult our "
                f"documentation at {_THINKING_DOCS}#max-tokens-and-context-window-sizes"
            )
    if body.get("temperature") not in {None, 1}:
        raise errors.invalid(
            "`temperature` may only be set to 1 when thinking is enabled. Please consult our "
            f"documentation at {_THINKING_DOCS}#important-considerations-when-using-extended-"
            "thinking"
        )
    return True
