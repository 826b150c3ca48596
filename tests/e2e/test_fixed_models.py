"""The fixed model of each provider is the one that is used, where the provider still has it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from .extension import Surface
from .processes import Gateway, Sandbox
from .providers import Provider, for_each_provider


@pytest.fixture(scope="module")
def living_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """Stand-in providers whose fixed models live."""
    running = Sandbox(tmp_path_factory.mktemp("living"), "--keep-fixed-models", "--pace-ms", "1")
    yield running
    running.end()


@pytest.fixture
def gateway(package_gateway: Gateway, living_sandbox: Sandbox) -> Gateway:
    """The gateway before these providers."""
    package_gateway.ensure(living_sandbox.api_bases)
    return package_gateway


@for_each_provider
def test_the_fixed_model_is_used(popup: Surface, provider: Provider) -> None:
    popup.choose(provider)
    popup.ask_and_wait("Which model?")

    answer = popup.generations()[0]
    assert (answer["model"], answer["upstream_model"]) == (provider.model, provider.retired_model)
    assert answer["notices"] == []
    expect(popup.meta.get_by_role("listitem").first).to_have_text(provider.model)
    expect(popup.meta).not_to_contain_text("successor")
    expect(popup.page.get_by_role("article").get_by_role("heading", level=2).first).to_have_text(
        f"{provider.name} · {provider.model}"
    )
