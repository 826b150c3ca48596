"""What LiteLLM's own proxy, which a team may run, says besides OpenAI's format.

It passes a provider's error on in one sentence, such as "litellm.BadRequestError:
AnthropicException - {…}", with advice for its operator after a blank line. As version 1.106 has it.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from gateway.providers.wire_formats.base import ErrorSigns, Sign

ERRORS = ErrorSigns(
    # Without a database it knows its master key only, and says this of any other.
    dead_key=(Sign((400, 401, 403), ("no_db_connection",)),),
    no_credit=(Sign((400, 402, 403, 429, None), ("budget_exceeded",)),),
    no_model=(Sign((400, 403, 404), (), ("/chat/completions: invalid model name passed",)),),
    key_not_for_model=(
        Sign(
            (400, 401, 403),
            ("key_model_access_denied", "team_model_access_denied", "model_access_denied"),
        ),
    ),
)

_RELAYED = re.compile(
    r"\A(?=litellm\.)(?:(?:litellm\.)?\w+Error: )+"
    r"(?:\w+(?:Error|Exception) - )?(?:b')?(?P<relayed>.*)",
    re.DOTALL,
)


def relayed_error(error: Mapping[str, Any]) -> dict[str, Any] | None:
    """The error of the provider behind the proxy; None where it is the proxy's own."""
    match = _RELAYED.match(str(error.get("message") or ""))
    if match is None:
        return None
    try:
        inner, _ = json.JSONDecoder().raw_decode(match["relayed"])
        inner = inner["error"]
    except (ValueError, KeyError, TypeError, RecursionError):
        inner = None
    return inner if isinstance(inner, dict) else {"message": match["relayed"]}
