"""Rules of the architecture that import-linter cannot see."""

import re
from pathlib import Path

import gateway

PACKAGE = Path(gateway.__file__).parent
LITELLM = Path("providers", "litellm_client")


# An import, or the path of a module or of a name in it, as a string by itself.
NAMING = re.compile(
    r"""^\s*(?:import|from)\s+litellm\b|["']litellm(?:\.\w+)*(?::\w+)?["']\)|["']litellm\.[\w.]+:\w""",
    re.MULTILINE,
)


def test_litellm_is_named_in_one_package_only() -> None:
    """It is loaded by name, in a thread, so no import statement tells."""
    naming = {
        path.relative_to(PACKAGE)
        for path in PACKAGE.rglob("*.py")
        if NAMING.search(path.read_text("utf-8"))
    }
    assert naming
    assert {path.parent for path in naming} == {LITELLM}
