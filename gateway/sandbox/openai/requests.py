"""Validates and reads a request for a chat completion as OpenAI does."""

from gateway.sandbox.calls import Call, text_of
from gateway.sandbox.errors import Json
from gateway.sandbox.models import Model, Models
from gateway.sandbox.openai.errors import OpenAIErrors

# fmt: off
_ARGUMENTS = frozenset({
    "audio", "frequency_penalty", "function_call", "functions", "logit_bias", "logprobs",
    "max_completion_tokens", "max_tokens", "messages", "metadata", "modalities", "model",
    "moderation", "n", "parallel_tool_calls", "prediction", "presence_penalty",
    "prompt_cache_key", "prompt_cache_retention", "reasoning_effort", "response_format",
    "safety_identifier", "seed", "service_tier", "stop", "store", "stream", "stream_options",
    "temperature", "tool_choice", "tools", "top_logprobs", "top_p", "user", "verbosity",
    "web_search_options",
})
# fmt: on


def read(body: Json, errors: OpenAIErrors, models: Models) -> Call:
    """Validate the arguments, with OpenAI's messages, and read them."""
    if "model" not in body:
        raise errors.invalid("you must provide a model parameter")
    for name in body:
        if name not in _ARGUMENTS:
            raise errors.invalid(f"Unrecognized request argument supplied: {name}")
    messages = _messages(body, errors)
    model = models.get(str(body["model"]))
    if model is not None:
        _check_limits(body, errors, model)
    options = body.get("stream_options")
    if options is not None and not body.get("stream"):
        raise errors.bad_value(
            "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
            "stream_options",
        )
    users = [text for role, text in messages if role == "user"]
    return Call(
        model=str(body["model"]),
        prompt=users[-1] if users else "",
        input_text="\n".join(text for _, text in messages),
        max_tokens=body.get("max_completion_tokens") or body.get("max_tokens"),
        stream=bool(body.get("stream")),
        include_usage=bool(options and options.get("include_usage")),
    )


def _messages(body: Json, errors: OpenAIErrors) -> list[tuple[str, str]]:
    messages = body.get("messages")
    if messages is None:
        raise errors.bad_value(
            "Missing required parameter: 'messages'.", "messages", "missing_required_parameter"
        )
    if not isinstance(messages, list) or not messages:
        raise errors.bad_value(
            "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an "
            "empty array instead.",
            "messages",
            "empty_array",
        )
    return [(str(message["role"]), text_of(message.get("content"))) for message in messages]


def _check_limits(body: Json, errors: OpenAIErrors, model: Model) -> None:
    temperature = body.get("temperature")
    if temperature is not None and not 0 <= temperature <= 2:
        bound = "below minimum value. Expected a value >= 0"
        if temperature > 2:
            bound = "above maximum value. Expected a value <= 2"
        raise errors.bad_value(
            f"Invalid 'temperature': decimal {bound}, but got {temperature} instead.",
            "temperature",
            "decimal_below_min_value" if temperature < 0 else "decimal_above_max_value",
        )
    if model.thinks:
        _check_reasoning(body, errors)
    for name in ("max_tokens", "max_completion_tokens"):
        limit = body.get(name)
        if limit is not None and limit < 1:
            raise errors.bad_value(
                f"Invalid '{name}': integer below minimum value. Expected a value >= 1, but got "
                f"{limit} instead.",
                name,
                "integer_below_min_value",
            )
        if limit is not None and limit > model.output_limit:
            raise errors.bad_value(
                f"{name} is too large: {limit}. This model supports at most {model.output_limit} "
                f"completion tokens, whereas you provided {limit}.",
                name,
                "invalid_value",
            )


def _check_reasoning(body: Json, errors: OpenAIErrors) -> None:
    """Refuse what reasoning models do not accept."""
    if "max_tokens" in body:
        raise errors.bad_value(
            "Unsupported parameter: 'max_tokens' is not supported with this model. Use "
            "'max_completion_tokens' instead.",
            "max_tokens",
            "unsupported_parameter",
        )
    if body.get("temperature") not in {None, 1}:
        raise errors.bad_value(
            f"Unsupported value: 'temperature' does not support {body['temperature']} with this "
            "model. Only the default (1) value is supported.",
            "temperature",
            "unsupported_value",
        )
