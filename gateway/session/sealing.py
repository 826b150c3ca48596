"""Sealing: encrypted and authenticated (Fernet) under a key that is derived (HKDF-SHA256).

Nothing is sealed before a session begins, so `cryptography`, a tenth of the work of starting, is
imported when it is needed.
"""

import base64
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


def seal(content: bytes, material: bytes, purpose: bytes) -> str:
    """Seal content under a key derived from secret material, for one purpose."""
    return _fernet(material, purpose).encrypt(content).decode("ascii")


def unseal(token: str, material: bytes, purpose: bytes) -> bytes | None:
    """What was sealed; None where the token does not open with this material for this purpose."""
    from cryptography.fernet import InvalidToken

    try:
        return _fernet(material, purpose).decrypt(token.encode("ascii"))
    except InvalidToken:
        return None


def _fernet(material: bytes, purpose: bytes) -> "Fernet":
    from cryptography.fernet import Fernet
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(material)
    return Fernet(base64.urlsafe_b64encode(key))
