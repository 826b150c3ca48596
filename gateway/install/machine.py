"""What decides where `gatehouse install` writes: system, home, folders. Nothing is read or written.

A test makes one of another system with the folders that system has.
"""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from gateway.folders import data_folder, state_folder

System = Literal["linux", "darwin", "win32"]


@dataclass(frozen=True)
class Machine:
    """The system, the person's home and folders on it, and the Python that runs Gatehouse."""

    system: System
    home: Path
    data: Path
    """Gatehouse's own folder, for all files but those that browsers and the system look for."""
    state: Path
    """What the gateway keeps between two starts."""
    python: Path
    environment: Mapping[str, str]
    user_id: int = 0
    """The person's number, where the system has numbers."""

    @classmethod
    def here(cls) -> "Machine":
        """The machine that this runs on. Every other system is treated like Linux."""
        system: System = "linux"
        if sys.platform in ("darwin", "win32"):
            system = sys.platform
        user_id = os.getuid() if hasattr(os, "getuid") else 0
        return cls(
            system,
            Path.home(),
            data_folder(),
            state_folder(),
            Path(sys.executable),
            os.environ,
            user_id,
        )

    @property
    def config(self) -> Path:
        """Where browsers and systemd look for other programs' files. Windows has the registry."""
        if self.system == "darwin":
            return self.home / "Library" / "Application Support"
        named = self.environment.get("XDG_CONFIG_HOME")
        return Path(named) if named else self.home / ".config"

    @property
    def start_command(self) -> tuple[str, ...]:
        """Runs the gateway; -I ignores the caller's folder and the PYTHON* variables."""
        return (str(self.python), "-I", "-m", "gateway", "run")

    def may_remove(self, folder: Path) -> bool:
        """Whether an empty folder may go: one below the person's own folders, not one of those."""
        roots = (self.home, self.config, self.data.parent, self.state.parent)
        return any(root in folder.parents for root in roots) and folder not in roots
