"""The folder for what the gateway keeps between two starts. Only its user may look into it."""

import contextlib
import os
import secrets
import stat
import sys
from collections.abc import Callable
from pathlib import Path

from gateway.permissions import OpenToOthers, require_own
from gateway.settings import SettingsError

_FOLDER_MODE, _FILE_MODE = 0o700, 0o600
_OTHERS = 0o077

# 0 on Windows, where a profile's folders belong to the person.
_NO_LINK: int = getattr(os, "O_NOFOLLOW", 0)


class StateFolder:
    """Small files of one user.

    Its methods raise SettingsError where the folder or a file cannot be used, or where others than
    its user may use it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, name: str) -> bytes | None:
        """What a file holds; None if there is none."""
        path = self.path / name
        try:
            _check(self.path, self.path.lstat(), stat.S_ISDIR)
            with os.fdopen(os.open(path, os.O_RDONLY | _NO_LINK), "rb") as file:
                _check(path, os.fstat(file.fileno()), stat.S_ISREG)
                return file.read()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unusable(path, error) from None

    def create(self, name: str, content: bytes) -> bool:
        """Write a new file; False if there is one of this name, which stays as it is."""
        path = self.path / name
        try:
            self._make()
            _write_new(path, content, durable=True)
        except FileExistsError:
            return False
        except OSError as error:
            raise _unusable(path, error) from None
        return True

    def replace(self, name: str, content: bytes) -> None:
        """Write a file, in place of the one of this name if there is one."""
        path = self.path / name
        new = path.with_name(f"{name}.{secrets.token_hex(8)}")
        try:
            self._make()
            try:
                _write_new(new, content)
                new.replace(path)
            finally:
                new.unlink(missing_ok=True)
        except OSError as error:
            raise _unusable(path, error) from None

    def remove(self, name: str) -> bool:
        """Remove a file; whether there was one that could be removed."""
        try:
            (self.path / name).unlink()
        except OSError:
            return False
        return True

    def _make(self) -> None:
        """Make the folder and those above it, as far as they are missing, for this user alone."""
        missing = [folder for folder in (self.path, *self.path.parents) if not folder.exists()]
        for folder in reversed(missing):
            with contextlib.suppress(FileExistsError):
                folder.mkdir(_FOLDER_MODE)
        _check(self.path, self.path.lstat(), stat.S_ISDIR)
        try:
            require_own(self.path)
        except OpenToOthers as error:
            raise SettingsError(str(error)) from None


def _write_new(path: Path, content: bytes, *, durable: bool = False) -> None:
    """Write a file that does not exist yet; a durable one is not left empty by a power failure.

    Raises:
        FileExistsError: it exists.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK
    with os.fdopen(os.open(path, flags, _FILE_MODE), "wb") as file:
        file.write(content)
        if durable:
            file.flush()
            os.fsync(file.fileno())


def _check(path: Path, status: os.stat_result, is_kind: Callable[[int], bool]) -> None:
    """Refuse a link, what belongs to another user, and what others may read or change."""
    if not is_kind(status.st_mode):
        raise SettingsError(f"{path} is a link or of another kind than expected. Remove it.")
    if sys.platform == "win32":
        return
    if status.st_uid != os.getuid():
        raise SettingsError(f"{path} belongs to another user, and is not used. Remove it.")
    if status.st_mode & _OTHERS:
        raise SettingsError(
            f"Other users may read or change {path}, so it is not trusted. Remove it, or, if you "
            f"know that nobody has, run: chmod go= '{path}'"
        )


def _unusable(path: Path, error: OSError) -> SettingsError:
    return SettingsError(f"{path} cannot be used: {os.strerror(error.errno or 0)}")
