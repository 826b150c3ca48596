"""The person's folders for Gatehouse, in the places that their system provides for programs."""

import logging
import os
import sys
from pathlib import Path

from platformdirs import PlatformDirs
from platformdirs.api import PlatformDirsABC

logger = logging.getLogger(__name__)

_NAME = "Gatehouse" if sys.platform in ("darwin", "win32") else "gatehouse"

# On Windows settings follow the person from machine to machine; paths of programs must not.
_SETTINGS = PlatformDirs(_NAME, appauthor=False, roaming=True)
_DATA = PlatformDirs(_NAME, appauthor=False)


def data_folder() -> Path:
    """Where the files lie that `gatehouse install` writes for itself."""
    return _DATA.user_data_path


def state_folder() -> Path:
    """Where the gateway keeps what it needs at its next start, for its user alone."""
    state = _DATA.user_state_path
    # On macOS and Windows data and state have one folder, which others may look into.
    return state if state != data_folder() else state / "state"


def config_file(settings: PlatformDirsABC = _SETTINGS) -> Path | None:
    """The person's config.toml, None where there is none."""
    usual = settings.user_config_path / "config.toml"
    if usual.is_file():
        return usual
    # Version 0.1 looked here on macOS as well. This is read for one version more.
    base = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    former = Path(base, "gatehouse", "config.toml")
    if not former.is_file():
        return None
    logger.warning("%s is deprecated: move the file to %s.", former, usual)
    return former
