"""Writes and removes files that decide what browsers and the system start.

Nobody but the person may be able to change them, whatever the umask says, and no link may lead the
writing elsewhere.
"""

import os
import tempfile
from pathlib import Path

from gateway.permissions import OpenToOthers, require_own


class UnsafePlace(Exception):
    """A file cannot be written safely. The message says why, and what to do."""


def check_place(path: Path) -> None:
    """Check that a file can be written there, and that nobody else can change it afterwards.

    Raises:
        UnsafePlace: others can change what is there, or the file or its folder is a link.
    """
    for place in (path.parent, path):
        if place.is_symlink():
            raise UnsafePlace(f"{place} is a link to another place. Remove it.")
    try:
        require_own(path)
    except OpenToOthers as error:
        raise UnsafePlace(f"Others could change {path}.\n{error}") from None
    except OSError as error:
        raise UnsafePlace(str(error)) from None


def write(path: Path, content: bytes, *, executable: bool) -> None:
    """Write a file that only the person can read, in folders that are made for the person only.

    It replaces the one before it in one step: a browser reads the old or the new one.

    Raises:
        UnsafePlace: see check_place.
        OSError: it cannot be written.
    """
    check_place(path)
    _make_folder(path.parent)
    # Opened with O_EXCL and O_NOFOLLOW, and with 0600.
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    written = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        if executable:
            written.chmod(0o700)
        written.replace(path)
    except BaseException:
        written.unlink(missing_ok=True)
        raise


def remove(path: Path) -> bool:
    """Remove a file; gives whether it was there. A link goes itself, not what it leads to.

    A file behind a link to another folder is not one that was written here, and stays.
    """
    if path.parent.is_symlink() or not os.path.lexists(path):
        return False
    path.unlink()
    return True


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        _make_folder(folder.parent)
        # On Windows a folder has the permissions of the one above it.
        folder.mkdir(0o700)
