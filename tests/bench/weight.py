"""What the built popup weighs before it can be used."""

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
    waiting = [build / path for path in _OF_THE_PAGE.findall(page)]
    while waiting:
        file = waiting.pop()
        name = file.relative_to(build).as_posix()
        if name in weights:
            continue
        content = file.read_bytes()
        weights[name] = len(gzip.compress(content, compresslevel=9))
        if file.suffix == ".js":
            imports = _OF_A_SCRIPT.findall(content.decode())
            waiting += [(file.parent / path).resolve() for path in imports]
    return weights
