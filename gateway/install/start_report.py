"""What a gateway started in the background tells the program that started it.

It is one line of JSON on standard output, a pipe that only that program reads. Standard library
only: the native messaging host, which reads it, must start fast.
"""

import json
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class StartReport:
    """The address at which a gateway listens, or why it did not start.

    Attributes:
        address: where it listens.
        public_key: its identity's, as GET /health?challenge has it.
        proof: the secret of its start; None where that gateway is none that a browser can start.
        error: a sentence for a person, in place of all these.
        code: the error's, where it has one of its own.
    """

    address: str | None = None
    public_key: str | None = None
    proof: str | None = field(default=None, repr=False)
    error: str | None = None
    code: str | None = None

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
