"""Validates and reads a request for a chat completion as OpenAI does."""

import json

from gateway.sandbox.calls import Call, stops
from gateway.sandbox.conversation import all_text, current_turn
from gateway.sandbox.errors import Json
from gateway.sandbox.models import Model, Models
from gateway.sandbox.openai.chat.messages import read_messages
from gateway.sandbox.openai.errors import OpenAIErrors
from gateway.sandbox.openai.formats import read_schema
from gateway.sandbox.openai.tools import read_offer

# fmt: off
_ARGUMENTS = frozenset({
    "audio", "frequency_penalty", "function_call", "functions", "logit_bias", "logprobs",
    "max_completion_tokens", "max_tokens", "messages", "metadata", "modalities", "model",
    "moderation", "n", "parallel_tool_calls", "prediction", "presence_penalty",
    "prompt_cache_key", "prompt_cache_options", "prompt_cache_retention", "reasoning_effort",
    "response_format", "safety_identifier", "seed", "service_tier", "stop", "store", "stream",
    "stream_options", "temperature", "tool_choice", "tools", "top_logprobs", "top_p", "user",
    "verbosity", "web_search_options",
})
# fmt: on
_MOST_STOPS = 4
_MOST_CHOICES = 128


def read(body: Json, errors: OpenAIErrors, models: Models) -> Call:
    """Validate the arguments, with OpenAI's messages, and read them."""
    if "model" not in body:
        raise errors.invalid("you must provide a model parameter")
    for name in body:
        if name not in _ARGUMENTS:
            raise errors.invalid(f"Unrecognized request argument supplied: {name}")
    messages = read_messages(body, errors)
    model = models.get(str(body["model"]))
    if model is not None and model.embeds is not None:
        raise errors.embeds_only("v1/chat/completions")
    if model is not None:
        _check_limits(body, errors, model)
    options = body.get("stream_options")
    if options is not None and not body.get("stream"):
        raise errors.bad_value(
            "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
            "stream_options",
        )
    text = all_text(messages)
    return Call(
        model=str(body["model"]),
        turn=current_turn(messages),
        input_text=f"{text}\n{json.dumps(body['tools'])}" if body.get("tools") else text,
        max_tokens=body.get("max_completion_tokens") or body.get("max_tokens"),
        stream=bool(body.get("stream")),
        include_usage=bool(options and options.get("include_usage")),
        offer=read_offer(body, errors, nested=True),
        schema=read_schema(
            body.get("response_format"), "response_format", text, errors, nested=True
        ),
        stop=stops(body.get("stop")),
        pictures=sum(message.pictures for message in messages),
        files=sum(message.files for message in messages),
        body=body,
    )


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
    _check_counts(body, errors)
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


def _check_counts(body: Json, errors: OpenAIErrors) -> None:
    n = body.get("n")
    if n is not None and not isinstance(n, int):
        raise errors.bad_type("n", "an integer")
    if n is not None and not 1 <= n <= _MOST_CHOICES:
        below = n < 1
        bound = (
            "below minimum value. Expected a value >= 1"
            if below
            else (f"above maximum value. Expected a value <= {_MOST_CHOICES}")
        )
        raise errors.bad_value(
            f"Invalid 'n': integer {bound}, but got {n} instead.",
            "n",
            "integer_below_min_value" if below else "integer_above_max_value",
        )
    count = len(stops(body.get("stop")))
    if count > _MOST_STOPS:
        raise errors.bad_value(
            "Invalid 'stop': array too long. Expected an array with maximum length "
            f"{_MOST_STOPS}, but got an array with length {count} instead.",
            "stop",
            "array_above_max_length",
        )


def _check_reasoning(body: Json, errors: OpenAIErrors) -> None:
    """Refuse what reasoning models do not accept."""
    for name, hint in (("max_tokens", " Use 'max_completion_tokens' instead."), ("stop", "")):
        if body.get(name) is not None:
            raise errors.bad_value(
                f"Unsupported parameter: '{name}' is not supported with this model.{hint}",
                name,
                "unsupported_parameter",
            )
    if body.get("temperature") not in {None, 1}:
        raise errors.bad_value(
            f"Unsupported value: 'temperature' does not support {body['temperature']} with this "
            "model. Only the default (1) value is supported.",
            "temperature",
            "unsupported_value",
        )
