"""Makes embeddings: the same one of the same text, and near ones of texts that share words."""

import hashlib
import math
import re

_WORD = re.compile(r"\w+")


def vector(text: str, size: int, kept: int) -> tuple[float, ...]:
    """Give a vector of length one: the first `kept` of `size` numbers, made as long again.

    Each word adds to eight numbers that its hash names, so no model is needed.
    """
    numbers = [0.0] * size
    for word in _WORD.findall(text.lower()) or [text]:
        digest = hashlib.sha256(word.encode()).digest()
        for start in range(0, 32, 4):
            place = int.from_bytes(digest[start : start + 3], "big") % size
            numbers[place] += 1.0 if digest[start + 3] & 1 else -1.0
    numbers = numbers[:kept]
    length = math.hypot(*numbers)
    if not length:
        return (1.0, *numbers[1:])
    return tuple(number / length for number in numbers)
