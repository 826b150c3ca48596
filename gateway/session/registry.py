"""The part of each session that stays in memory: a secret and dates, but no key."""

import hashlib
import hmac
import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from gateway.errors import SessionRequired, SessionStale, TooManySessions

SECRET_BYTES = 32

# More sessions than a person has. Beyond the first number a session without checked keys ends for
# a new one, the least recently used first. One with checked keys never does: beyond the second one,
# of all sessions, a new one is refused.
MAX_WITHOUT_KEYS = 60
MAX_SESSIONS = 512

# A superseded cookie is told from a forged one by its digest; a client that is this many writes
# behind is asked to begin a new session instead.
_REMEMBERED_COOKIES = 256


def now() -> datetime:
    """The time, in UTC. Wall-clock time, so that a machine's sleep counts as idle."""
    return datetime.now(UTC)


@dataclass(slots=True)
class SessionRecord:
    """One living session."""

    id: str
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime
    csrf_digest: bytes
    secret: bytes = field(repr=False)
    cookie_digest: bytes = b""
    holds_checked_keys: bool = False
    superseded: deque[bytes] = field(default_factory=lambda: deque(maxlen=_REMEMBERED_COOKIES))

    def knows_csrf_token(self, token: str) -> bool:
        """Whether this is the session's CSRF token, compared in constant time."""
        return hmac.compare_digest(_digest(token), self.csrf_digest)

    def knows_cookie(self, cookie: str) -> bool:
        """Whether this is the session's newest cookie."""
        return hmac.compare_digest(_digest(cookie), self.cookie_digest)

    def has_superseded(self, cookie: str) -> bool:
        """Whether the cookie was this session's, before a later one took its place."""
        return _digest(cookie) in self.superseded


class SessionRegistry:
    """All living sessions.

    Args:
        idle: seconds without use after which a session ends.
        lifetime: seconds after which it ends in any case.
        clock: tells the time.
    """

    def __init__(self, idle: float, lifetime: float, clock: Callable[[], datetime] = now) -> None:
        self._idle = timedelta(seconds=idle)
        self._lifetime = timedelta(seconds=lifetime)
        self._clock = clock
        self._records: dict[str, SessionRecord] = {}
        self.on_end: list[Callable[[str], None]] = []
        """Called with the id of each session that has ended."""

    def __len__(self) -> int:
        return len(self._records)

    def __contains__(self, session_id: str) -> bool:
        return session_id in self._records

    def begin(self) -> tuple[SessionRecord, str]:
        """A new session, and the CSRF token that is its client's half.

        Raises:
            TooManySessions: there are as many as there may be, all with checked keys.
        """
        self.sweep()
        without = [one for one in self._records.values() if not one.holds_checked_keys]
        full = len(self._records) >= MAX_SESSIONS
        if full and not without:
            raise TooManySessions
        if full or len(without) >= MAX_WITHOUT_KEYS:
            self.end(min(without, key=lambda one: one.last_used_at).id)
        csrf_token = secrets.token_urlsafe(32)
        created = self._clock()
        record = SessionRecord(
            id=secrets.token_urlsafe(16),
            created_at=created,
            expires_at=created + self._lifetime,
            last_used_at=created,
            csrf_digest=_digest(csrf_token),
            secret=secrets.token_bytes(SECRET_BYTES),
        )
        self._records[record.id] = record
        return record, csrf_token

    def find(self, session_id: str) -> SessionRecord:
        """The living session of that id.

        Raises:
            SessionRequired: there is none, or it has ended.
        """
        record = self.living(session_id)
        if record is None:
            raise SessionRequired
        return record

    def living(self, session_id: str) -> SessionRecord | None:
        """The living session of that id; None where there is none, or it has ended."""
        record = self._records.get(session_id)
        if record is not None and self._clock() >= self.idle_expires_at(record):
            self.end(session_id)
            return None
        return record

    def ensure_current(self, record: SessionRecord, opened_with: bytes) -> None:
        """Check that a session has neither ended nor changed since it was opened.

        Raises:
            SessionRequired: it has ended since.
            SessionStale: it has been written since.
        """
        if self._records.get(record.id) is not record:
            raise SessionRequired
        if record.secret != opened_with:
            raise SessionStale

    def idle_expires_at(self, record: SessionRecord) -> datetime:
        """When the session ends if it is not used from now on."""
        return min(record.last_used_at + self._idle, record.expires_at)

    def touch(self, record: SessionRecord) -> None:
        """The session has been used."""
        record.last_used_at = self._clock()

    def replace_secret(
        self,
        record: SessionRecord,
        opened_with: bytes,
        secret: bytes,
        cookie: str,
        *,
        holds_checked_keys: bool,
    ) -> None:
        """Make a write effective: the new cookie opens from now on, the older one never again.

        A write is this one step, without a pause, and only from the newest state: so writes of one
        session run one at a time and none is lost.

        Raises:
            SessionRequired: the session has ended since it was opened.
            SessionStale: another write came first.
        """
        self.ensure_current(record, opened_with)
        if record.cookie_digest:
            record.superseded.append(record.cookie_digest)
        record.secret = secret
        record.cookie_digest = _digest(cookie)
        record.holds_checked_keys = holds_checked_keys

    def end(self, session_id: str) -> None:
        """End a session: its secret is gone, and with it the use of every copy of its cookie."""
        if self._records.pop(session_id, None) is not None:
            for callback in self.on_end:
                callback(session_id)

    def close(self) -> None:
        """End every session."""
        for session_id in list(self._records):
            self.end(session_id)

    def sweep(self) -> None:
        """End the sessions that have expired without being used since."""
        time = self._clock()
        for record in list(self._records.values()):
            if time >= self.idle_expires_at(record):
                self.end(record.id)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()
