"""The person's machine, as far as it decides where things lie. Nothing here touches it."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

System = Literal["linux", "darwin", "win32"]


@dataclass(frozen=True)
class Machine:
    """Which system it is, whose home, and which Python runs Gatehouse there."""

    system: System
    home: Path
    python: Path
    environment: Mapping[str, str]
    user_id: int = 0
    """The person's number, where the system has numbers."""

    @classmethod
    def here(cls) -> "Machine":
        """The one that this runs on; what is neither macOS nor Windows is taken for Linux."""
        system: System = "linux"
        if sys.platform in ("darwin", "win32"):
            system = sys.platform
        user_id = os.getuid() if hasattr(os, "getuid") else 0
        return cls(system, Path.home(), Path(sys.executable), os.environ, user_id)

    @property
    def config(self) -> Path:
        """Where programs keep their settings."""
        if self.system == "win32":
            return self._named("APPDATA", "AppData/Roaming")
        if self.system == "darwin":
            return self.home / "Library" / "Application Support"
        return self._named("XDG_CONFIG_HOME", ".config")

    @property
    def data(self) -> Path:
        """Gatehouse's own folder: all that it writes lies in it, but for what others look for."""
        if self.system == "win32":
            return self._named("LOCALAPPDATA", "AppData/Local") / "Gatehouse"
        if self.system == "darwin":
            return self.config / "Gatehouse"
        return self._named("XDG_DATA_HOME", ".local/share") / "gatehouse"

    @property
    def start_command(self) -> tuple[str, ...]:
        """Runs the gateway; -I, so that neither the caller's folder nor PYTHON* have a say."""
        return (str(self.python), "-I", "-m", "gateway", "run")

    def is_ours_to_remove(self, folder: Path) -> bool:
        """Whether an empty folder may go: one below the person's own folders, not one of those."""
        roots = (self.home, self.config, self.data.parent)
        return any(root in folder.parents for root in roots) and folder not in roots

    def _named(self, variable: str, usual: str) -> Path:
        named = self.environment.get(variable)
        return Path(named) if named else self.home / usual
