"""An answer that was cut off can be continued."""

from playwright.sync_api import expect

from .extension import Extension, Surface
from .providers import Provider, for_each_provider

WORDS = [f"word{number}" for number in range(60)]


@for_each_provider
def test_after_an_error_in_mid_answer(
    extension: Extension, popup: Surface, provider: Provider
) -> None:
    popup.choose(provider)
    popup.ask("Something said before")
    expect(popup.response).to_contain_text(provider.closing)
    popup.prompt.fill(f"[[sandbox: echo cut]] {' '.join(WORDS)}")
    popup.follow_up.click()
    expect(popup.alert).to_be_visible()
    expect(popup.response).to_contain_text("word5")
    expect(popup.response).not_to_contain_text("word59")
    came = popup.response.inner_text().strip()

    # It is still there in a new popup, with its buttons.
    popup.page.close()
    panel = extension.open_side_panel()
    panel.alert.get_by_role("button", name="Continue", exact=True).click()
    expect(panel.response).to_contain_text(provider.closing)
    expect(panel.alert).to_have_count(0)
    expect(panel.go_on).to_have_count(0)
    assert panel.response.inner_text().startswith(came)
    # The whole conversation is sent and ends with a user's message, which every model takes.
    whole = panel.response.inner_text()
    panel.page.reload()
    expect(panel.response).to_have_text(whole, use_inner_text=True)
    expect(panel.page.get_by_role("article")).to_have_count(2)


@for_each_provider
def test_after_a_stop_and_after_the_length_limit(popup: Surface, provider: Provider) -> None:
    popup.choose(provider)
    popup.ask(f"[[sandbox: echo hang_midway]] {' '.join(WORDS)}")
    expect(popup.response).to_contain_text("word5")
    popup.stop.click()
    expect(popup.status).to_have_text("Stopped")
    stopped = popup.response.inner_text().strip()
    popup.go_on.click()
    expect(popup.response).to_contain_text(provider.closing)
    assert popup.response.inner_text().startswith(stopped)

    popup.ask(f"[[sandbox: echo limit=20]] {' '.join(WORDS)}")
    expect(popup.meta).to_contain_text("reached the model’s length limit")
    cut = popup.response.inner_text().strip()
    popup.go_on.click()
    expect(popup.response).to_contain_text(provider.closing)
    assert popup.response.inner_text().startswith(cut)
    expect(popup.go_on).to_have_count(0)
