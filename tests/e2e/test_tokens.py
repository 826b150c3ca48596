"""Access tokens for other programs: made in the popup, used outside the browser, revoked."""

import json
import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from .extension import Extension, Surface
from .processes import GATEWAY


def run(kind: str, snippet: str) -> subprocess.CompletedProcess[str]:
    """Run an example as pasted."""
    command = ["bash", "-c", snippet] if kind == "curl" else [sys.executable, "-c", snippet]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def programs(popup: Surface) -> Surface:
    """The popup, with the panel for other programs open."""
    popup.page.get_by_text("Access for other programs").click()
    expect(popup.button("Create token")).to_be_visible()
    return popup


def test_token_serves_other_programs_until_it_is_revoked(
    extension: Extension, programs: Surface
) -> None:
    page = programs.page
    page.get_by_role("textbox", name="Name", exact=True).fill("My editor")
    page.get_by_label("May spend").fill("2")
    programs.button("Create token").click()
    field = page.get_by_role("textbox", name="Token My editor")
    expect(field).to_have_value(re.compile(r"^gtw_[0-9A-Za-z]{36}$"))
    token = field.input_value()

    programs.button("Copy token").click()
    assert extension.clipboard() == token
    example = page.get_by_role("textbox", name="Example")
    for kind in ("curl", "python", "openai"):
        page.get_by_role("combobox", name="Use it with").select_option(kind)
        expect(example).to_have_value(re.compile(token))
        done = run(kind, example.input_value())
        assert done.returncode == 0, done.stderr
        assert "OpenAI stand-in" in done.stdout

    programs.button("Done").click()
    expect(page.get_by_text(token)).to_have_count(0)
    expect(field).to_have_count(0)

    # Opened again, the panel shows its use and cost, but never the token.
    again = extension.open_popup()
    again.page.get_by_text("Access for other programs").click()
    row = again.page.get_by_role("listitem").filter(has_text="My editor")
    expect(row).to_contain_text(f"…{token[-4:]}")
    expect(row).to_contain_text("last used")
    expect(row).to_contain_text("of $2.00 spent")

    again.button("Revoke My editor").click()
    expect(row).to_have_count(0)
    refused = json.loads(run("curl", curl_with(token)).stdout)
    assert refused["error"]["code"] == "session_required"


def curl_with(token: str) -> str:
    """A listing of providers, as a script would ask for it."""
    return f"curl -s {GATEWAY}/providers -H 'Authorization: Bearer {token}'"


def test_token_may_be_for_one_provider(programs: Surface) -> None:
    page = programs.page
    page.get_by_role("textbox", name="Name", exact=True).fill("Notes")
    page.get_by_role("combobox", name="May use").select_option("anthropic")
    programs.button("Create token").click()
    token = page.get_by_role("textbox", name="Token Notes").input_value()
    row = page.get_by_role("listitem").filter(has_text="Notes")
    expect(row).to_contain_text("only Anthropic")
    answer = run(
        "curl",
        f"curl -s {GATEWAY}/generate -H 'Content-Type: application/json' "
        f"-H 'Authorization: Bearer {token}' "
        """-d '{"prompt": "Hello", "provider": "openai"}'""",
    )
    assert json.loads(answer.stdout)["error"]["code"] == "permission_denied"
