"""The size of what the built popup loads before it can be used."""

import gzip
import re
from pathlib import Path

_OF_THE_PAGE = re.compile(r'(?:src|href)="/([^"]+\.(?:js|css))"')
# `import"./x.js"` and `from"./x.js"`; an import that is called comes later, and only if need be.
_OF_A_SCRIPT = re.compile(r'(?:\bimport|\bfrom)\s*"([^"]+\.js)"')


def weight_before_usable(build: Path) -> dict[str, int]:
    """Give each script and style that the popup needs to open, with its bytes after gzip."""
    build = build.resolve()
    page = (build / "popup.html").read_text(encoding="utf-8")
    weights: dict[str, int] = {}
    # The strings of the chosen language are loaded beside English. The largest file counts.
    languages = [folder.name for folder in (build / "_locales").iterdir() if folder.name != "en"]
    words = max((_words_of(build, language) for language in languages), key=_weight)
    waiting = [*(build / path for path in _OF_THE_PAGE.findall(page)), words]
    while waiting:
        file = waiting.pop()
        name = file.relative_to(build).as_posix()
        if name in weights:
            continue
        weights[name] = _weight(file)
        if file.suffix == ".js":
            imports = _OF_A_SCRIPT.findall(file.read_text(encoding="utf-8"))
            waiting += [(file.parent / path).resolve() for path in imports]
    return weights


def _words_of(build: Path, locale: str) -> Path:
    name = locale.lower().replace("_", "-")
    [found] = build.glob(f"chunks/{name}-????????.js")
    return found


def _weight(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), compresslevel=9))
