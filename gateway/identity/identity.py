"""The gateway's identity: a key of its user, with which it answers a challenge.

Another user may take the port before the gateway does. A client sends a random challenge, and the
answer's signature shows that this user's gateway listens at this very address. What is signed
names the address, so that nobody can hand the challenge on to a gateway at another one.

`cryptography` is imported when it is needed, since a person waits for the start.
"""

import base64
import binascii
import re
import secrets
from typing import TYPE_CHECKING

from gateway.identity.state_folder import StateFolder
from gateway.settings import SettingsError, url_of

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import ec

KEY_FILE = "identity.pem"

CHALLENGE_BYTES = 32
CHALLENGE = "^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$"
"""The form of a challenge: these bytes in base64url without padding. Its last character has four
bits, so there is one way to write them."""

_PEM = b"-----BEGIN PRIVATE KEY-----"

_HALF = 32  # bytes of each of a signature's two numbers


class Identity:
    """The user's key. It is read when it is first used, and made if there is none."""

    def __init__(self, folder: StateFolder) -> None:
        self._folder = folder
        self._key: ec.EllipticCurvePrivateKey | None = None

    @property
    def public_key(self) -> str:
        """The public key: SPKI in DER, as base64url.

        Raises:
            SettingsError: the key cannot be read or made.
        """
        return _public_key_of(self._private_key())

    def check(self) -> None:
        """Find out at the start, and without `cryptography`, that the key's file is of no use.

        Raises:
            SettingsError: there is a file, and it cannot be used.
        """
        content = self._folder.read(KEY_FILE)
        if content is not None and not content.startswith(_PEM):
            raise _no_key(self._folder)

    def sign(self, challenge: str, host: str, port: int) -> str:
        """Sign a challenge for the address at which it arrived.

        Raises:
            SettingsError: the key cannot be read or made.
        """
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

        signed = _signed_text(challenge, host, port)
        der = self._private_key().sign(signed, ec.ECDSA(hashes.SHA256()))
        r, s = decode_dss_signature(der)
        return _encode(r.to_bytes(_HALF, "big") + s.to_bytes(_HALF, "big"))

    def _private_key(self) -> "ec.EllipticCurvePrivateKey":
        if self._key is None:
            self._key = _read_key(self._folder) or _make_key(self._folder)
        return self._key


def public_key_in(folder: StateFolder) -> str | None:
    """The public key of the user's identity; None if none has been made yet.

    Raises:
        SettingsError: the key cannot be read.
    """
    key = _read_key(folder)
    return None if key is None else _public_key_of(key)


def new_challenge() -> str:
    """A challenge for a gateway."""
    return _encode(secrets.token_bytes(CHALLENGE_BYTES))


def is_challenge(text: str) -> bool:
    """Whether a text has the form of a challenge."""
    return re.fullmatch(CHALLENGE, text) is not None


def verify(public_key: str, signature: str, challenge: str, host: str, port: int) -> bool:
    """Whether a signature answers the challenge, for this address and by this key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    try:
        key = serialization.load_der_public_key(_decode(public_key))
        halves = _decode(signature)
        if not isinstance(key, ec.EllipticCurvePublicKey) or len(halves) != 2 * _HALF:
            return False
        der = encode_dss_signature(
            int.from_bytes(halves[:_HALF], "big"), int.from_bytes(halves[_HALF:], "big")
        )
        key.verify(der, _signed_text(challenge, host, port), ec.ECDSA(hashes.SHA256()))
    except (ValueError, InvalidSignature):
        return False
    return True


def _signed_text(challenge: str, host: str, port: int) -> bytes:
    address = url_of(host, port).removeprefix("http://")
    return f"gatehouse-identity-v1\n{challenge}\n{address}".encode()


def _read_key(folder: StateFolder) -> "ec.EllipticCurvePrivateKey | None":
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    content = folder.read(KEY_FILE)
    if content is None:
        return None
    try:
        key = serialization.load_pem_private_key(content, password=None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
        raise _no_key(folder)
    return key


def _no_key(folder: StateFolder) -> SettingsError:
    return SettingsError(
        f"{folder.path / KEY_FILE} is not the key of a gateway. Remove it, and a new one is made. "
        "The extension will then say that the gateway's identity has changed."
    )


def _make_key(folder: StateFolder) -> "ec.EllipticCurvePrivateKey":
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    content = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    if folder.create(KEY_FILE, content):
        return key
    made_meanwhile = _read_key(folder)
    assert made_meanwhile is not None
    return made_meanwhile


def _public_key_of(key: "ec.EllipticCurvePrivateKey") -> str:
    from cryptography.hazmat.primitives import serialization

    return _encode(
        key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )


def _encode(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from None
