"""Access tokens for other programs: made in the popup, used outside the browser, revoked."""

import json
import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from .extension import Extension, Surface
from .processes import GATEWAY
from .providers import OPENAI, PROVIDERS


def run(kind: str, snippet: str) -> subprocess.CompletedProcess[str]:
    """Run an example as pasted."""
    in_shell = kind.endswith("curl")
    command = ["bash", "-c", snippet] if in_shell else [sys.executable, "-c", snippet]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def programs(popup: Surface) -> Surface:
    """The popup, with the panel for other programs open."""
    popup.page.get_by_text("Access for other programs").click()
    expect(popup.button("Create token")).to_be_visible()
    return popup


def example(programs: Surface, kind: str, token: str) -> str:
    """The example of this kind, which has the token."""
    programs.page.get_by_role("combobox", name="Use it with").select_option(kind)
    text = programs.page.get_by_role("textbox", name="Example")
    expect(text).to_have_value(re.compile(token))
    return text.input_value()


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
    for kind in ("openai-curl", "openai-python"):
        done = run(kind, example(programs, kind, token))
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
    expect(row).to_contain_text("2 requests")
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
    # OpenAI's API reaches every provider; of the others, only the token's own is offered.
    offered = page.get_by_role("combobox", name="Use it with").get_by_role("option")
    expect(offered).to_have_text(
        [
            "OpenAI · curl",
            "OpenAI · Python",
            "Anthropic · curl",
            "Anthropic · Python",
            "Environment variables",
        ]
    )
    assert "Anthropic stand-in" in run("curl", example(programs, "openai-curl", token)).stdout


@pytest.mark.parametrize("limit", ["", "0.5"], ids=["unlimited", "limited"])
def test_token_for_any_model_serves_each_provider_s_api(
    extension: Extension, programs: Surface, limit: str
) -> None:
    page = programs.page
    page.get_by_role("textbox", name="Name", exact=True).fill("Agent")
    page.get_by_role("combobox", name="Models").select_option("any")
    page.get_by_label("May spend").fill(limit)
    programs.button("Create token").click()
    token = page.get_by_role("textbox", name="Token Agent").input_value()
    for provider in PROVIDERS:
        snippet = example(programs, f"{provider.id}-curl", token)
        done = run("curl", snippet)
        assert f"{provider.name} stand-in" in done.stdout, done.stdout
        # The same with a model that is not fixed.
        model = provider.fallback_model
        named = snippet.replace(f'"model": "{provider.id}"', f'"model": "{model}"')
        other = run("curl", named.replace(f"/{provider.id}:", f"/{model}:"))
        assert f"{provider.name} stand-in" in other.stdout, other.stdout

    variables = example(programs, "environment", token)
    check = 'curl -s "$OPENAI_BASE_URL/models" -H "Authorization: Bearer $OPENAI_API_KEY"'
    listed = json.loads(run("curl", f"{variables}\n{check}").stdout)
    assert OPENAI.fallback_model in [model["id"] for model in listed["data"]]

    for provider in PROVIDERS:
        programs.button(f"Copy the base URL of {provider.name}").click()
        expect(programs.button("Copied")).to_be_visible()
        expect(programs.button("Copied")).to_have_count(0)
        assert extension.clipboard() == (GATEWAY + "/v1" if provider is OPENAI else GATEWAY)

    again = extension.open_popup()
    again.page.get_by_text("Access for other programs").click()
    row = again.page.get_by_role("listitem").filter(has_text="Agent")
    expect(row).to_contain_text("6 requests")
    expect(row).to_contain_text("any model")
    expect(row).to_contain_text(
        re.compile(r"\$0\.\d+ of \$0\.50 spent" if limit else r"\$0\.\d+ spent")
    )


def test_token_works_from_the_window_of_the_app_that_it_names(programs: Surface) -> None:
    page = programs.page
    page.get_by_role("textbox", name="Name", exact=True).fill("Vault")
    page.get_by_text("Works in an app’s window").click()
    origin = page.get_by_role("textbox", name="The app’s origin")
    origin.fill("https://obsidian.md")
    origin.press("Enter")
    expect(programs.alert).to_contain_text("such as app://obsidian.md")
    expect(origin).to_be_focused()
    expect(origin).to_have_accessible_description(re.compile("Enter the origin of an app’s window"))

    origin.fill("app://obsidian.md")
    origin.press("Enter")
    token = page.get_by_role("textbox", name="Token Vault").input_value()
    expect(programs.alert).to_have_count(0)
    row = page.get_by_role("listitem").filter(has_text="Vault")
    expect(row).to_contain_text("in windows of app://obsidian.md")
    allowed = run("curl", f"{curl_with(token)} -H 'Origin: app://obsidian.md'")
    assert "providers" in json.loads(allowed.stdout)
    refused = run("curl", f"{curl_with(token)} -H 'Origin: app://other'")
    assert json.loads(refused.stdout)["error"]["code"] == "forbidden_origin"
