"""docs/programs.md tells of the versions that the lock files have."""

import json
import re
from pathlib import Path

from tests.agents.agents import AGENTS

ROOT = Path(__file__).parents[2]


def versions() -> dict[str, str]:
    """The version of each locked package."""
    found: dict[str, str] = {}
    locks = ("tests/agents/aider", "tests/agents/open-webui")
    for lock in (*(f"{folder}/requirements.lock" for folder in locks), "requirements-dev.lock"):
        found.update(re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / lock).read_text("utf-8"), re.M))
    for folder in ("clients", "agents"):
        lock = f"tests/{folder}/package-lock.json"
        packages = json.loads((ROOT / lock).read_text("utf-8"))["packages"]
        for path, package in packages.items():
            # OpenAI's SDK has the same name for Python and for Node.
            name = path.removeprefix("node_modules/")
            found[f"npm:{name}"] = package.get("version", "")
    return found


def test_table_has_the_locked_versions() -> None:
    page = (ROOT / "docs" / "programs.md").read_text("utf-8")
    rows = re.findall(r"^\| ([^|]+?) \| `([^`]+)` ([\w.]+) \|", page, re.MULTILINE)
    locked = versions()
    assert {package: version for _, package, version in rows} == {
        package: locked[package] for _, package, _ in rows
    }
    assert set(AGENTS) <= {name for name, _, _ in rows}
