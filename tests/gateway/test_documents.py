"""The tables of README.md, SECURITY.md and docs/ have what the code has, and nothing else."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from gateway.errors import GatewayError
from gateway.settings import ProviderSettings, Settings
from gateway.web.routes import ROUTES

ROOT = Path(__file__).parents[2]


def read(name: str) -> str:
    """A document's text."""
    return (ROOT / name).read_text("utf-8")


def subclasses(error: type[GatewayError]) -> Iterator[type[GatewayError]]:
    """The error and everything below it in the tree."""
    yield error
    for below in error.__subclasses__():
        yield from subclasses(below)


def test_readme_has_every_route() -> None:
    row = re.compile(r"^\| (`(?:GET|POST|PUT|PATCH|DELETE) .*?) \|", re.MULTILINE)
    rows = row.findall(read("README.md"))
    named = {tuple(call.split()) for row in rows for call in re.findall(r"`(.*?)`", row)}
    # Gemini's own base URL may end in v1 or in v1beta.
    again = re.compile(r"/v1/models/{model}:")
    assert named == {
        (route.method, route.template) for route in ROUTES if not again.match(route.template)
    }


def test_api_page_has_every_error() -> None:
    row = re.compile(r"^\| `(\w+)` \| (\d+) \| (?:`(\w+)`|–) \|", re.MULTILINE)
    rows = row.findall(read("docs/http-api.md"))
    told = {code: (int(status), action or None) for code, status, action in rows}
    errors: dict[str, tuple[int, str | None]] = {}
    for error in subclasses(GatewayError):
        if error.__module__ == GatewayError.__module__:  # OpenAI's protocol has more of its own
            errors.setdefault(error.code, (error.status, error.action))
    assert told == errors


def test_settings_page_has_every_setting() -> None:
    row = re.compile(r"^\| `(\w+)` \| `(GATEWAY_\w+)` \| (.*?) \|", re.MULTILINE)
    rows = row.findall(read("docs/settings.md"))
    told = {name: (variable, default) for name, variable, default in rows}
    fields = {name: field for name, field in Settings.model_fields.items() if name != "providers"}
    assert told.pop("extension_origins")[0] == "GATEWAY_EXTENSION_ORIGINS"
    del fields["extension_origins"]
    assert told == {
        name: (f"GATEWAY_{name.upper()}", f"`{field.default}`") for name, field in fields.items()
    }


def test_settings_page_has_every_field_of_a_provider() -> None:
    providers = read("docs/settings.md").partition("## Providers")[2].partition("### Prices")[0]
    told = re.findall(r"^\| `(\w+)` \|", providers, re.MULTILINE)
    assert sorted(told) == sorted(ProviderSettings.model_fields)


def test_editors_page_has_the_versions_that_are_tested() -> None:
    row = re.compile(r"^\| .*? \| `([\w@/-]+)` ([\d.]+) \|", re.MULTILINE)
    told = row.findall(read("docs/editors.md"))
    installed = json.loads(read("tests/e2e/editors/package-lock.json"))["packages"]
    assert told
    assert told == [(name, installed[f"node_modules/{name}"]["version"]) for name, _ in told]


def test_links_lead_somewhere() -> None:
    documents = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
    headings = {
        document: {
            re.sub(r"[^\w -]", "", line.lstrip("# ").lower()).replace(" ", "-")
            for line in document.read_text("utf-8").splitlines()
            if line.startswith("#")
        }
        for document in documents
    }
    for document in documents:
        text = document.read_text("utf-8")
        for link in re.findall(r"\]\((.*?)\)|(?:src|srcset)=\"(.*?)\"", text):
            path, _, heading = "".join(link).partition("#")
            if path.startswith("https:"):
                continue
            goal = (document.parent / path).resolve() if path else document
            assert goal.exists(), f"{document.name}: {path}"
            assert not heading or heading in headings[goal], f"{document.name}: #{heading}"


def test_security_page_names_tests_that_exist() -> None:
    named = set(re.findall(r"`(test_\w+|[\w.-]+\.(?:py|test\.ts))`", read("SECURITY.md")))
    sources = [*(ROOT / "tests").rglob("*.py"), *(ROOT / "extension/src").rglob("*.test.ts")]
    there = {source.name for source in sources}
    for source in sources:
        there.update(re.findall(r"def (test_\w+)\(", source.read_text("utf-8")))
    assert named - there == set()
    assert len(named) > 40
