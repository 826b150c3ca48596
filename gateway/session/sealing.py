"""Sealing: encrypted and authenticated (Fernet) under a key that is derived (HKDF-SHA256).

Nothing is sealed before a session begins, so `cryptography`, a tenth of the work of starting, is
imported when it is needed.
"""

import base64
from typing import TYPE_CHECKING

from gateway.errors import SessionRequired

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


def seal(content: bytes, material: bytes, purpose: bytes) -> str:
    """Seal content under a key derived from secret material, for one purpose."""
    return _fernet(material, purpose).encrypt(content).decode("ascii")


def unseal(sealed: str, material: bytes, purpose: bytes) -> bytes:
    """What was sealed with the same material for the same purpose.

    Raises:
        SessionRequired: it was not.
    """
    from cryptography.fernet import InvalidToken

    try:
        return _fernet(material, purpose).decrypt(sealed.encode("ascii"))
    except InvalidToken:
        raise SessionRequired from None


def _fernet(material: bytes, purpose: bytes) -> "Fernet":
    from cryptography.fernet import Fernet
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(material)
    return Fernet(base64.urlsafe_b64encode(key))
