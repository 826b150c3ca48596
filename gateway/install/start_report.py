"""What a gateway started in the background tells the program that started it.

It is one line of JSON on standard output. Standard library only: the native messaging host, which
reads it, must start fast.
"""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class StartReport:
    """The address at which a gateway listens, or why it did not start."""

    address: str | None = None
    error: str | None = None

    def to_json(self) -> str:
        """The report as one line."""
        return json.dumps({name: value for name, value in asdict(self).items() if value})

    @classmethod
    def from_json(cls, line: str) -> "StartReport":
        """The report in a line; an empty one where the line is none."""
        try:
            return cls(**json.loads(line))
        except (ValueError, TypeError):
            return cls()
