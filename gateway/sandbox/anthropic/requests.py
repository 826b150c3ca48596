"""Validates and reads a request for a message as Anthropic does."""

from collections.abc import Mapping

from gateway.sandbox.anthropic.errors import AnthropicErrors
from gateway.sandbox.anthropic.messages import blocks_of, read_messages
from gateway.sandbox.anthropic.tools import read_offer
from gateway.sandbox.calls import Call, stops, text_of
from gateway.sandbox.conversation import all_text, current_turn
from gateway.sandbox.errors import Json
from gateway.sandbox.models import Model, Models
from gateway.sandbox.tools import as_json

# fmt: off
_COUNTED = frozenset({
    "billing_policy", "cache_control", "compaction", "context_management", "mcp_servers",
    "messages", "model", "output_config", "output_format", "speed", "system", "thinking",
    "tool_choice", "tools",
})
_FIELDS = _COUNTED | {
    "container", "diagnostics", "fallback_credit_token", "fallbacks", "inference_geo",
    "max_tokens", "metadata", "service_tier", "stop_sequences", "stream", "temperature", "thread",
    "top_k", "top_p",
}
# fmt: on
_BETAS = {
    "compaction": ("compact-",),
    "context_management": ("context-management-", "compact-"),
    "fallback_credit_token": ("fallback-credit-",),
    "fallbacks": ("server-side-fallback-",),
    "mcp_servers": ("mcp-client-",),
    "output_format": ("structured-outputs-",),
    "thread": ("message-threads-",),
}
"""Fields that exist for those only who ask for a beta, by the beginning of its name."""
_NEEDED = ("model", "messages", "max_tokens")
_SMALLEST_BUDGET = 1024
_THINKING_DOCS = "https://docs.claude.com/en/docs/build-with-claude/extended-thinking"


def read(
    body: Json,
    headers: Mapping[str, str],
    errors: AnthropicErrors,
    models: Models,
    *,
    counts: bool = False,
) -> Call:
    """Validate the fields, with Anthropic's messages, and read them.

    A request that only counts tokens has less of them.
    """
    known, needed = (_COUNTED, ("model", "messages")) if counts else (_FIELDS, _NEEDED)
    for name in needed:
        if name not in body:
            raise errors.invalid(f"{name}: Field required")
    betas = [beta.strip() for beta in headers.get("anthropic-beta", "").split(",")]
    for name in body:
        beta = any(one.startswith(_BETAS.get(name, "")) for one in betas)
        if name not in known or not beta:
            raise errors.invalid(f"{name}: Extra inputs are not permitted")
    model = models.get(str(body["model"]))
    if not counts:
        _check_numbers(body, errors, model)
    messages = read_messages(body, errors, model)
    offer = read_offer(body, errors)
    texts = [text_of(body.get("system")), all_text(messages)]
    if body.get("tools"):
        texts.append(as_json(body["tools"]))
    return Call(
        model=str(body["model"]),
        turn=current_turn(messages),
        input_text="\n".join(texts),
        max_tokens=body.get("max_tokens"),
        stream=bool(body.get("stream")),
        shows_thinking=_thinks(body, errors),
        offer=offer,
        schema=_schema(body),
        stop=stops(body.get("stop_sequences")),
        pictures=sum(message.pictures for message in messages),
        files=sum(message.files for message in messages),
        body=body,
    )


def _schema(body: Json) -> Json | None:
    """Give the JSON Schema of the answer, from its present or its former field."""
    config = body.get("output_config") or {}
    form = config.get("format") or body.get("output_format")
    return form["schema"] if form else None


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
        if budget >= body.get("max_tokens", budget + 1):
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
    if thinking["type"] == "enabled":
        _check_thinking_blocks(body["messages"], errors)
    return True


def _check_thinking_blocks(messages: list[Json], errors: AnthropicErrors) -> None:
    """Check that the last answer with calls begins with the thinking that it came with."""
    answers = [(n, one) for n, one in enumerate(messages) if one["role"] == "assistant"]
    if not answers:
        return
    number, message = answers[-1]
    kinds = [block["type"] for block in blocks_of(message)]
    if "tool_use" in kinds and kinds[0] not in {"thinking", "redacted_thinking"}:
        raise errors.invalid(
            f"messages.{number}.content.0.type: Expected `thinking` or `redacted_thinking`, but "
            f"found `{kinds[0]}`. When `thinking` is enabled, a final `assistant` message must "
            "start with a thinking block (preceeding the lastmost set of `tool_use` and "
            "`tool_result` blocks). We recommend you include thinking blocks from previous turns. "
            "To avoid this requirement, disable `thinking`. Please consult our documentation at "
            f"{_THINKING_DOCS}"
        )
