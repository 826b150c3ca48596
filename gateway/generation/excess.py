"""By how many tokens a prompt is too long, where the provider says so."""

import re

# The sentences of OpenAI, Anthropic (two) and Gemini; see the sources in provider_errors.py.
_SENTENCES = (
    r"maximum context length is (?P<limit>{n}) tokens\D*(?P<asked>{n}) tokens",
    r"prompt is too long: (?P<asked>{n}) tokens > (?P<limit>{n}) maximum",
    r"exceed context limit: (?P<asked>{n}) \+ (?P<more>{n}) > (?P<limit>{n})",
    r"input token count \(?(?P<asked>{n})\)? exceeds the maximum number of tokens allowed "
    r"\(?(?P<limit>{n})",
)
_PATTERNS = tuple(re.compile(sentence.replace("{n}", r"\d{1,9}")) for sentence in _SENTENCES)


def excess_tokens(message: str) -> int | None:
    """Give the tokens over the model's limit, None where the provider does not tell them.

    Args:
        message: the provider's message, in lower case.
    """
    for pattern in _PATTERNS:
        if found := pattern.search(message):
            numbers = {name: int(value or 0) for name, value in found.groupdict().items()}
            excess = numbers["asked"] + numbers.get("more", 0) - numbers["limit"]
            return excess if excess > 0 else None
    return None
