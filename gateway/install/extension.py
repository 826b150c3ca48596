"""Where the built extension is."""

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
_IN_THE_WHEEL = _PACKAGE / "extension" / "gatehouse"
_IN_A_CHECKOUT = _PACKAGE.parent / "extension" / "dist" / "chrome-mv3"


def extension_folder() -> Path | None:
    """The folder to load in the browser, from the wheel or a checkout; None if it is not built."""
    folders = (_IN_THE_WHEEL, _IN_A_CHECKOUT)
    return next((folder for folder in folders if (folder / "manifest.json").is_file()), None)
