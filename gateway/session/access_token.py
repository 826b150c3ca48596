"""One access token: its text, which only its program holds, and what the gateway keeps of it.

The text is `gtw_`, 30 random characters and a checksum of 6 over what precedes, all base62, after
GitHub's pattern: it is recognised wherever it turns up, and a mistyped one without a look-up.
https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
"""

import hashlib
import hmac
import re
import secrets
import string
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Self

from pydantic import SecretStr

from gateway.errors import PermissionDenied
from gateway.session.allowance import Allowance

PREFIX = "gtw_"
_RANDOM = 30
_CHECKSUM = 6
_MAX_RECEIVED = 4096
_LONGEST_ID = 256
_BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase
_FORM = re.compile(rf"{PREFIX}[0-9A-Za-z]{{{_RANDOM + _CHECKSUM}}}")


Models = Literal["fixed", "any"]


class AccessToken(SecretStr):
    """A token as its program sends it. Shows itself as asterisks."""

    @classmethod
    def generate(cls) -> Self:
        """A new token."""
        body = PREFIX + "".join(secrets.choice(_BASE62) for _ in range(_RANDOM))
        return cls(body + _checksum(body))

    @property
    def well_formed(self) -> bool:
        """Whether it has the form and the checksum of an issued token."""
        text = self.get_secret_value()
        return bool(_FORM.fullmatch(text)) and _checksum(text[:-_CHECKSUM]) == text[-_CHECKSUM:]

    @property
    def last4(self) -> str:
        """Its last four characters, by which a person tells it from others."""
        return self.get_secret_value()[-4:]

    def digest(self) -> bytes:
        """Its SHA-256, which is all that is kept of it."""
        return hashlib.sha256(self.get_secret_value().encode("utf-8", "surrogateescape")).digest()


class ReceivedIds:
    """Ids that a token has received, the last few thousand of them, each with its provider's id."""

    def __init__(self) -> None:
        self._ids: dict[tuple[str, str], None] = {}

    def add(self, ids: Iterable[tuple[str, str]]) -> None:
        """Remember these; the oldest are forgotten when there are too many."""
        self._ids.update({one: None for one in ids if len(one[1]) <= _LONGEST_ID})
        for oldest in list(self._ids)[: max(0, len(self._ids) - _MAX_RECEIVED)]:
            del self._ids[oldest]

    def __contains__(self, received: tuple[str, str]) -> bool:
        return received in self._ids


@dataclass(slots=True)
class IssuedToken:
    """What the gateway keeps of a token: who may do what with it, and until when.

    `wrapped_data_key` is the session's data key, which only the token's own text unwraps;
    `providers` is None for all of them; `models` says whether it may name other models than the
    fixed ones, `origin` which app's windows may send it. `requests` counts what it has asked of
    models.
    """

    id: str
    name: str
    last4: str
    digest: bytes = field(repr=False)
    wrapped_data_key: str = field(repr=False)
    created_at: datetime
    expires_at: datetime
    providers: tuple[str, ...] | None
    models: Models
    origin: str | None
    allowance: Allowance
    requests: int = 0
    received: ReceivedIds = field(default_factory=ReceivedIds, repr=False)
    last_used_at: datetime | None = None

    def is_of(self, digest: bytes) -> bool:
        """Whether it was issued as the token of that digest, compared in constant time."""
        return hmac.compare_digest(self.digest, digest)

    def may_use(self, provider_id: str) -> bool:
        """Whether the person let it use this provider."""
        return self.providers is None or provider_id in self.providers

    def ensure_may_use(self, provider_id: str) -> None:
        """Check that the person let it use this provider.

        Raises:
            PermissionDenied: they did not.
        """
        if not self.may_use(provider_id):
            raise PermissionDenied(
                f"This access token may use {' and '.join(self.providers or ())} only.",
                provider=provider_id,
            )


def _checksum(text: str) -> str:
    """CRC-32 in base62, most significant digit first."""
    number = zlib.crc32(text.encode())
    digits = ""
    for _ in range(_CHECKSUM):
        number, digit = divmod(number, 62)
        digits = _BASE62[digit] + digits
    return digits
