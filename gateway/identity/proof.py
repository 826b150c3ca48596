"""A secret of each start, which shows that a caller has the native messaging host's confidence.

Only programs of the gateway's own user can read its file. The native messaging host does, and gives
it to our extension alone, so that another extension of the same browser does not have it.
"""

import contextlib
import hmac
import secrets
from collections.abc import Iterator, Sequence

from gateway.identity.state_folder import StateFolder
from gateway.settings import SettingsError

PROOF_FILE = "proof"
PROOF_HEADER = "X-Gatehouse-Proof"


class Proof:
    """The secret of one start of the gateway."""

    def __init__(self) -> None:
        self._secret = secrets.token_urlsafe(32)

    def is_in(self, sent: Sequence[str]) -> bool:
        """Whether the values of a request's header are the secret, once."""
        return len(sent) == 1 and hmac.compare_digest(
            sent[0].encode("utf-8", "surrogateescape"), self._secret.encode()
        )

    @contextlib.contextmanager
    def in_file(self, folder: StateFolder) -> Iterator[str]:
        """Keep the secret in the user's file, in place of an earlier start's, for this context.

        Gives the secret.

        Raises:
            SettingsError: the file cannot be written.
        """
        folder.replace(PROOF_FILE, self._secret.encode())
        try:
            yield self._secret
        finally:
            with contextlib.suppress(SettingsError):
                # A gateway on another port may have started since; then the file is that one's.
                if read_proof(folder) == self._secret:
                    folder.remove(PROOF_FILE)


def read_proof(folder: StateFolder) -> str | None:
    """The secret of the gateway that started last; None if there is none.

    Raises:
        SettingsError: the file cannot be read.
    """
    content = folder.read(PROOF_FILE)
    return None if content is None else content.decode("ascii", "replace")
