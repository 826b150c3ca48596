"""Who else can change a file: by its own permissions, or through a folder on the way to it.

The rule is that of OpenSSH's StrictModes: every file, folder and link on the way belongs to the
person or to root, and only its owner may write to it. In a folder with the sticky bit, such as
/tmp, others may add what they like but cannot replace what is not theirs, so it counts as safe
where it belongs to the person or root. Windows has other permissions and is not checked.
"""

import os
import shlex
import stat
from collections.abc import Iterator
from pathlib import Path

_WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH


class OpenToOthers(Exception):
    """Others than the person and root can change a file. The message says how to mend it."""


def require_own(path: Path) -> None:
    """Check that nobody but the person and root can change what is read at this path.

    Args:
        path: a file or a folder. What does not exist yet is not checked.

    Raises:
        OpenToOthers: somebody else can.
        OSError: a folder on the way cannot be looked into.
    """
    if not hasattr(os, "getuid"):
        return
    foreign, writable = [], []
    for place in dict.fromkeys(_on_the_way(path.absolute())):
        status = place.lstat()
        if status.st_uid not in (os.getuid(), 0):
            foreign.append(f"{place} belongs to {_user(status.st_uid)}.")
        elif _writable_by_others(status):
            writable.append(place)
    lines = foreign
    if foreign:
        lines.append("Use a folder in which everything belongs to you.")
    if writable:
        lines += [f"{place} can be written by its group or by everyone." for place in writable]
        lines.append(f"Run: chmod go-w {' '.join(shlex.quote(str(place)) for place in writable)}")
    if lines:
        raise OpenToOthers("\n".join(lines))


def _on_the_way(path: Path) -> Iterator[Path]:
    """Everything that decides what is read at this path, the targets of links included."""
    here = Path(path.anchor)
    yield here
    todo = list(reversed(path.parts[1:]))
    links = 0
    while todo:
        part = todo.pop()
        if part == "..":
            here = here.parent
            continue
        entry = here / part
        if not os.path.lexists(entry):
            return
        yield entry
        if not entry.is_symlink():
            here = entry
            continue
        links += 1
        if links > 40:  # as many as Linux follows
            raise OSError(f"{path} has too many links")
        target = entry.readlink()
        if target.is_absolute():
            here = Path(target.anchor)
            todo += reversed(target.parts[1:])
        else:
            todo += reversed(target.parts)


def _writable_by_others(status: os.stat_result) -> bool:
    if stat.S_ISLNK(status.st_mode) or stat.S_ISCHR(status.st_mode):
        return False  # a link's own permissions mean nothing, and /dev/null stays empty
    sticky = stat.S_ISDIR(status.st_mode) and status.st_mode & stat.S_ISVTX
    return bool(status.st_mode & _WRITABLE_BY_OTHERS) and not sticky


def _user(number: int) -> str:
    import pwd

    try:
        return f"the user {pwd.getpwuid(number).pw_name}"
    except KeyError:
        return f"the user {number}"
