"""Files that register something with the system, and commands that announce and retract them."""

import os
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from gateway.install.files import UnsafePlace, check_place, remove, write
from gateway.install.machine import Machine

Command = tuple[str, ...]
Run = Callable[[Command], str | None]
"""Runs a command; gives its error message, None if it succeeded."""

_TIMEOUT = 30  # seconds


class RegistrationError(Exception):
    """The system refused, or others could change a file. The message says why."""


@dataclass(frozen=True)
class File:
    """A file to write."""

    path: Path
    content: bytes
    executable: bool = False


@dataclass(frozen=True)
class Registration:
    """Something that is registered with the system. It can be made again, and undone."""

    files: tuple[File, ...]
    announce: tuple[Command, ...] = ()
    """Run after the files are written. If one fails, everything is undone."""
    retract: tuple[Command, ...] = ()
    """Run before the files are removed. They may fail."""
    tidy: tuple[Command, ...] = ()
    """Run after the files are removed."""

    @property
    def is_made(self) -> bool:
        """Whether all files exist with the content that `make` would write."""
        return all(_content(file.path) == file.content for file in self.files)

    @property
    def is_there(self) -> bool:
        """Whether any of the files exists, with any content."""
        return any(os.path.lexists(file.path) for file in self.files)

    def make(self, machine: Machine, run: Run) -> None:
        """Write the files and announce them.

        Raises:
            RegistrationError: the system refused a command, and everything has been undone; or a
                file cannot be written, or others could change it, and nothing was announced.
        """
        try:
            for file in self.files:
                check_place(file.path)
            for file in self.files:
                write(file.path, file.content, executable=file.executable)
        except (UnsafePlace, OSError) as refused:
            raise RegistrationError(str(refused)) from None
        for command in self.announce:
            if (error := run(command)) is not None:
                self.undo(machine, run)
                raise RegistrationError(f"{' '.join(command)}: {error}")

    def undo(self, machine: Machine, run: Run) -> list[str]:
        """Retract and remove everything; gives what was removed, nothing if nothing was there."""
        if not self.is_there:
            return []
        gone = [" ".join(command) for command in self.retract if run(command) is None]
        for file in self.files:
            if remove(file.path):
                gone.append(str(file.path))
            remove_empty_folders(file.path.parent, machine)
        for command in self.tidy:
            run(command)
        return gone


def run_command(command: Sequence[str]) -> str | None:
    """Run a command of the system without a terminal; gives its error message."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed commands and our own paths
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_TIMEOUT,
            check=False,
        )
    except FileNotFoundError:
        return "there is no such command on this machine"
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    if done.returncode == 0:
        return None
    output = done.stdout.decode(errors="replace").strip()
    return output or f"it ended with status {done.returncode}"


def _content(path: Path) -> bytes | None:
    try:
        return None if path.is_symlink() else path.read_bytes()
    except OSError:
        return None


def remove_empty_folders(folder: Path, machine: Machine) -> None:
    """Remove a folder and those above it, as far as they are empty and may be removed."""
    while machine.may_remove(folder):
        try:
            folder.rmdir()
        except FileNotFoundError:
            pass
        except OSError:  # it is not empty
            return
        folder = folder.parent
