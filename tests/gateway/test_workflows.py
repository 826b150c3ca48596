"""The workflows: a tag can be moved to other code, a commit cannot."""

import re
from pathlib import Path

import pytest

WORKFLOWS = sorted((Path(__file__).parents[2] / ".github" / "workflows").glob("*.yml"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_and_may_read_only(path: Path) -> None:
    text = path.read_text("utf-8")
    used = re.findall(r"^\s*- uses: (.*)$", text, re.MULTILINE)
    assert used
    for action in used:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)
    assert "\npermissions:\n  contents: read\n" in text
    assert text.count("permissions:") == 1
