"""Errors that LiteLLM's own proxy passes on from the provider behind it.

It writes them into one sentence, such as "litellm.BadRequestError: AnthropicException - {…}", with
advice for whoever runs it after a blank line. As version 1.106 has it.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

_RELAYED = re.compile(
    r"\A(?=litellm\.)(?:(?:litellm\.)?\w+Error: )+"
    r"(?:\w+(?:Error|Exception) - )?(?:b')?(?P<told>.*)",
    re.DOTALL,
)


def unwrap(error: Mapping[str, Any]) -> dict[str, Any] | None:
    """The error as the provider behind the proxy told it; None where it is the proxy's own."""
    match = _RELAYED.match(str(error.get("message") or ""))
    if match is None:
        return None
    try:
        inner, _ = json.JSONDecoder().raw_decode(match["told"])
        inner = inner["error"]
    except (ValueError, KeyError, TypeError, RecursionError):
        inner = None
    return inner if isinstance(inner, dict) else {"message": match["told"]}
