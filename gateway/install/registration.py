"""What the system is told of: files, and the commands that make them known and forgotten."""

import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from gateway.install.machine import Machine

Command = tuple[str, ...]
Run = Callable[[Command], str | None]
"""Runs a command; gives what it complained of, None where all went well."""

_PATIENCE = 30  # seconds


class RegistrationError(Exception):
    """The system refused; says which command it was and what it answered."""


@dataclass(frozen=True)
class File:
    """A file to write, whole."""

    path: Path
    content: bytes
    executable: bool = False


@dataclass(frozen=True)
class Registration:
    """One thing that the system is told of. It can be made again over itself, and undone."""

    files: tuple[File, ...]
    announce: tuple[Command, ...] = ()
    """Run once the files are written. One that fails undoes everything."""
    retract: tuple[Command, ...] = ()
    """Run before the files are removed; what was not there may fail."""
    tidy: tuple[Command, ...] = ()
    """Run after the files are removed."""

    @property
    def is_made(self) -> bool:
        """Whether the files are there as they would be written now."""
        return all(_content(file.path) == file.content for file in self.files)

    @property
    def is_there(self) -> bool:
        """Whether any of the files is there, whatever it says."""
        return any(file.path.exists() for file in self.files)

    def make(self, machine: Machine, run: Run) -> None:
        """Write the files and announce them.

        Raises:
            RegistrationError: the system refused; nothing is left of the attempt.
        """
        for file in self.files:
            file.path.parent.mkdir(parents=True, exist_ok=True)
            file.path.write_bytes(file.content)
            file.path.chmod(0o755 if file.executable else 0o644)
        for command in self.announce:
            if (complaint := run(command)) is not None:
                self.undo(machine, run)
                raise RegistrationError(f"{' '.join(command)}: {complaint}")

    def undo(self, machine: Machine, run: Run) -> list[str]:
        """Retract and remove everything; gives what has gone. Nothing there is no error."""
        if not self.is_there:
            return []
        gone = [" ".join(command) for command in self.retract if run(command) is None]
        for file in self.files:
            if file.path.exists():
                file.path.unlink()
                gone.append(str(file.path))
            _remove_empty_folders(file.path.parent, machine)
        for command in self.tidy:
            run(command)
        return gone


def run_command(command: Sequence[str]) -> str | None:
    """Run a command of the system without a terminal."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed words and our own paths
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_PATIENCE,
            check=False,
        )
    except FileNotFoundError:
        return "there is no such command on this machine"
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    if done.returncode == 0:
        return None
    said = done.stdout.decode(errors="replace").strip()
    return said or f"it ended with status {done.returncode}"


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _remove_empty_folders(folder: Path, machine: Machine) -> None:
    while machine.may_remove(folder):
        try:
            folder.rmdir()
        except FileNotFoundError:
            pass
        except OSError:  # somebody else's things are in it
            return
        folder = folder.parent
