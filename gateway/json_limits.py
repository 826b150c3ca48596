"""Limits of a JSON body, checked on its bytes while they arrive, before anything is parsed.

Clients' requests and providers' replies are checked alike. Parsing first would be too late: 8 MiB
of "[]," become two million lists, which takes half a second and 200 MB. Whether the body is valid
JSON is left to the parser.
"""

import asyncio
import json
import re

MAX_VALUES = 100_000
MAX_DEPTH = 64

# Bytes of all strings with escapes or other characters than ASCII's: the parser must convert them,
# at up to four bytes of memory a character, and nobody else is answered meanwhile. Files in Base64
# are not among them; and no model reads as much text.
MAX_TEXT = 16 * 1024 * 1024

# More fields than any object of the contract has. pydantic makes an error for each unknown one.
MAX_FIELDS = 1_000

# Outside of strings: a structural character, or a scalar (a number, true, false, null).
_TOKEN = re.compile(rb'[ \t\r\n]*+(?:(["\[\]{},:])|[^ \t\r\n"\[\]{},:]++)')
_REST_OF_SCALAR = re.compile(rb'[^ \t\r\n"\[\]{},:]*+')
# Within a string: all that does not end it. An escape that the chunk cuts is left over.
_STRING = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)

_QUOTE, _BACKSLASH = 0x22, 0x5C

# Bytes that are checked before other tasks get their turn: a few milliseconds.
_CHECKED_AT_ONCE = 16 * 1024


class LimitExceeded(Exception):
    """A body is over a limit. The message says which."""


class JsonLimits:
    """Counts the values of one body, its levels and texts, and the fields of each object.

    Args:
        check_names: whether the fields of an object are counted, and must have different names.
        max_values: how many values there may be; MAX_VALUES by default.
    """

    def __init__(self, *, check_names: bool, max_values: int | None = None) -> None:
        self._check_names = check_names
        self._max_values = max_values or MAX_VALUES
        self._values = 0
        self._text = 0
        # For each open container: the names of an object's fields, or None for an array.
        self._open: list[set[bytes] | None] = []
        self._in_string = False
        self._string = 0  # bytes of the string that is being read
        self._is_text = False
        self._cut_scalar = False
        self._name: bytearray | None = None  # the name that is being read
        self._name_expected = False
        self._cut_escape = False

    async def check(self, chunk: bytes) -> None:
        """Take in the next bytes, and give other tasks their turn meanwhile.

        Raises:
            LimitExceeded: a limit is exceeded, or an object has two fields of one name.
        """
        for start in range(0, len(chunk), _CHECKED_AT_ONCE):
            if start:
                await asyncio.sleep(0)
            self.feed(chunk[start : start + _CHECKED_AT_ONCE])

    def feed(self, chunk: bytes) -> None:
        """Take in the next bytes at once.

        Raises:
            LimitExceeded: a limit is exceeded, or an object has two fields of one name.
        """
        position, end = 0, len(chunk)
        if self._cut_scalar and (rest := _REST_OF_SCALAR.match(chunk)):
            position = rest.end()
            self._cut_scalar = position == end
        while position < end:
            if self._in_string:
                position = self._read_string(chunk, position)
                continue
            match = _TOKEN.match(chunk, position)
            if match is None:  # only white space is left
                return
            position = match.end()
            if match[1] is None:
                self._count()
                self._cut_scalar = position == end
            else:
                self._read_structural(match[1])

    def _read_structural(self, structural: bytes) -> None:
        if structural == b'"':
            self._in_string = True
            self._string = 0
            self._is_text = False
            if not self._name_expected:
                self._count()
            elif self._check_names:
                self._name = bytearray()
        elif structural in b"[{":
            self._count()
            self._open.append(set() if structural == b"{" else None)
            self._name_expected = structural == b"{"
            if len(self._open) > MAX_DEPTH:
                raise LimitExceeded(f"The body has more than {MAX_DEPTH} levels.")
        elif structural in b"]}":
            if self._open:
                self._open.pop()
            self._name_expected = False
        else:
            self._name_expected = (
                structural == b"," and bool(self._open) and self._open[-1] is not None
            )

    def _read_string(self, chunk: bytes, position: int) -> int:
        """Read on in a string. Gives the position after what was read."""
        start = position
        if self._cut_escape:
            self._cut_escape = False
            position += 1
        match = _STRING.match(chunk, position)
        assert match is not None  # it matches nothing at least
        position = match.end()
        if position < len(chunk) and chunk[position] == _BACKSLASH:
            self._cut_escape = True
            position += 1
        read = chunk[start:position]
        self._count_text(read)
        if self._name is not None:
            self._name += read
        if position < len(chunk) and chunk[position] == _QUOTE:
            position += 1
            self._in_string = False
            self._name_expected = False
            if self._name is not None:
                self._add_name(bytes(self._name))
                self._name = None
        return position

    def _count_text(self, read: bytes) -> None:
        """Count what was read of a string, if that is a text, or has become one by it."""
        self._string += len(read)
        if self._is_text:
            self._text += len(read)
        elif b"\\" in read or not read.isascii():
            self._is_text = True
            self._text += self._string
        if self._text > MAX_TEXT:
            raise LimitExceeded(f"The body's texts are larger than {MAX_TEXT // 1024**2} MiB.")

    def _add_name(self, name: bytes) -> None:
        names = self._open[-1] if self._open else None
        if names is None:
            return
        if b"\\" in name:  # "a" and "\u0061" are one name
            try:
                name = json.loads(b'"' + name + b'"').encode("utf-8", "surrogatepass")
            except ValueError:
                return  # the parser will refuse it
        if name in names:
            raise LimitExceeded("An object of the body has two fields of the same name.")
        names.add(name)
        if len(names) > MAX_FIELDS:
            raise LimitExceeded(f"An object of the body has more than {MAX_FIELDS:,} fields.")

    def _count(self) -> None:
        self._values += 1
        if self._values > self._max_values:
            raise LimitExceeded(f"The body has more than {self._max_values:,} values.")
