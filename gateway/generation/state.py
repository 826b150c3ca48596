"""GenerationState: all that is known of one generation, and how each event changes it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from gateway.errors import GatewayError
from gateway.generation.answer import Attempt, Notice, Progress, Retrying, Status
from gateway.generation.event_log import EventLog
from gateway.providers.chat import Ending, Piece


@dataclass(slots=True)
class GenerationState:
    """One generation as it stands. It holds neither the key nor the prompt.

    `created_at` and `ended_at` are wall-clock times; `started`, `first_piece` and `finished` are
    seconds of `clock`, which is monotonic.
    """

    id: str
    provider: str
    provider_name: str
    model: str
    request_id: str | None
    created_at: datetime
    clock: Callable[[], float] = time.monotonic
    started: float = 0.0
    log: EventLog = field(default_factory=EventLog)
    status: Status = "running"
    attempt: Attempt | None = None
    first_piece: float | None = None
    notices: list[Notice] = field(default_factory=list)
    ending: Ending | None = None
    error: GatewayError | None = None
    finished: float | None = None
    ended_at: datetime | None = None
    broken_attempts: int = 0
    """How many attempts broke off, for which the provider may charge."""

    def __post_init__(self) -> None:
        self.started = self.clock()

    def apply(self, progress: Progress) -> None:
        """Take in what has happened."""
        match progress:
            case Attempt():
                self.attempt = progress
            case Retrying(refused=refused):
                self.broken_attempts += not refused
            case Notice():
                self.notices.append(progress)
            case Piece() if self.first_piece is None:
                self.first_piece = self.clock()
            case Ending():
                self.ending = progress

    def end(self, status: Status, at: datetime, error: GatewayError | None = None) -> None:
        """The generation has ended; what arrived before is kept."""
        if status == "stopped" or (error is not None and not error.refused):
            self.broken_attempts += 1
        self.status = status
        self.error = error
        self.finished = self.clock()
        self.ended_at = at
