"""SessionKeyManager: the API keys and the selected provider that a session holds."""

import re
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import SecretStr

from gateway.errors import InvalidKeyFormat

StoredState = Literal["valid", "unverified", "rejected"]
KeyState = Literal["missing", "valid", "unverified", "rejected", "not_needed"]

_KEY_FORM = re.compile(r"[!-~]{20,512}")


@dataclass(frozen=True, slots=True)
class StoredKey:
    """One provider's key, as the session holds it."""

    api_key: SecretStr
    state: StoredState
    added_at: datetime
    checked_at: datetime | None


class SessionKeyManager:
    """Reads and changes what a session holds; aiohttp-session seals it when the answer goes out.

    Args:
        session: an opened session, or the copy of one that an access token has opened.
    """

    def __init__(self, session: MutableMapping[str, Any]) -> None:
        self._session = session

    @property
    def selected_provider(self) -> str:
        """Id of the provider that the person chose last."""
        return str(self._session["provider"])

    def select_provider(self, provider_id: str) -> None:
        """Remember the choice for the rest of the session."""
        self._session["provider"] = provider_id

    def key(self, provider_id: str) -> StoredKey | None:
        """The provider's key, or None where there is none."""
        entry = self._keys().get(provider_id)
        if entry is None:
            return None
        checked_at = entry["checked_at"]
        return StoredKey(
            api_key=SecretStr(entry["api_key"]),
            state=entry["state"],
            added_at=datetime.fromisoformat(entry["added_at"]),
            checked_at=datetime.fromisoformat(checked_at) if checked_at else None,
        )

    def store_key(self, provider_id: str, key: StoredKey) -> None:
        """Keep the key, in place of an earlier one."""
        entry = {
            "api_key": key.api_key.get_secret_value(),
            "state": key.state,
            "added_at": key.added_at.isoformat(),
            "checked_at": key.checked_at.isoformat() if key.checked_at else None,
        }
        # A new dictionary each time: aiohttp-session does not see a change inside an old one.
        self._session["keys"] = {**self._keys(), provider_id: entry}

    def remove_key(self, provider_id: str) -> None:
        """Forget the key, if there is one."""
        keys = self._keys()
        if provider_id in keys:
            self._session["keys"] = {k: v for k, v in keys.items() if k != provider_id}

    def _keys(self) -> dict[str, Any]:
        keys: dict[str, Any] = self._session.get("keys", {})
        return keys


def parse_key(text: SecretStr) -> SecretStr:
    """A key as it was typed or pasted, without the white space around it.

    Raises:
        InvalidKeyFormat: what is left is not 20 to 512 printable ASCII characters without spaces.
    """
    key = text.get_secret_value().strip()
    if not _KEY_FORM.fullmatch(key):
        raise InvalidKeyFormat
    return SecretStr(key)


def mask_key(key: SecretStr, public_prefixes: Sequence[str]) -> str:
    """The key as it may be shown: its public prefix and its last four characters."""
    text = key.get_secret_value()
    prefix = next((p for p in public_prefixes if text.startswith(p)), "")
    return f"{prefix}…{text[-4:]}"
