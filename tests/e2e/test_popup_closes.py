"""A popup closes whenever it loses focus. Nothing may be lost by that."""

from playwright.sync_api import expect

from .extension import Extension, Surface
from .processes import Gateway
from .providers import ANTHROPIC, OPENAI, Provider, for_each_provider
from .servers import HesitantProvider
from .waiting import until


@for_each_provider
def test_an_answer_in_the_making_is_found_whole_in_the_side_panel(
    extension: Extension, popup: Surface, provider: Provider
) -> None:
    popup.choose(provider)
    popup.ask("[[sandbox: slow delay_ms=25]] Will it be lost")
    expect(popup.response.get_by_role("heading", name="Will it be lost")).to_be_visible()
    popup.page.close()

    panel = extension.open_side_panel()
    # The panel follows what still runs, and shows what came before it opened.
    expect(panel.stop).to_be_visible()
    expect(panel.response.get_by_role("heading", name="Will it be lost")).to_be_visible()
    expect(panel.status).to_have_text("Answer ready")
    expect(panel.response).to_contain_text(provider.closing)
    # Neither a gap nor a piece twice: the same as when it is read again in one go.
    followed = panel.response.inner_text()
    panel.page.reload()
    expect(panel.response).to_have_text(followed, use_inner_text=True)
    assert len(panel.generations()) == 1


def test_a_finished_answer_is_there_when_the_popup_opens_again(
    extension: Extension, popup: Surface
) -> None:
    popup.ask_and_wait("Still there?")
    popup.page.close()
    again = extension.open_popup()
    expect(again.response.get_by_role("heading", name="Still there")).to_be_visible()
    expect(again.prompt).to_have_value("Still there?")
    again.regenerate.click()
    expect(again.status).to_have_text("Answer ready")
    assert len(again.generations()) == 2


def test_the_panel_stops_what_the_popup_began(extension: Extension, popup: Surface) -> None:
    popup.ask("[[sandbox: hang_midway]] Begun in the popup")
    expect(popup.response.get_by_role("heading", name="Begun in the popup")).to_be_visible()
    popup.page.close()
    panel = extension.open_side_panel()
    panel.stop.click()
    expect(panel.status).to_have_text("Stopped")
    expect(panel.response.get_by_role("heading", name="Begun in the popup")).to_be_visible()


def test_an_open_panel_shows_what_the_popup_asks(extension: Extension, popup: Surface) -> None:
    panel = extension.open_side_panel()
    popup.page.bring_to_front()
    popup.ask_and_wait("Seen in both")
    expect(panel.status).to_have_text("Answer ready")
    expect(panel.response).to_have_text(popup.response.inner_text(), use_inner_text=True)


def test_the_draft_is_kept(extension: Extension, popup: Surface) -> None:
    popup.prompt.fill("Half a thou")
    popup.page.close()
    expect(extension.open_popup().prompt).to_have_value("Half a thou")
    expect(extension.open_side_panel().prompt).to_have_value("Half a thou")


def test_a_popup_closed_while_a_key_is_saved_does_not_cost_the_session(
    extension: Extension, gateway: Gateway
) -> None:
    with HesitantProvider().listening() as provider:
        gateway.restart({"openai": provider.api_base})
        extension.begin_session(ANTHROPIC)
        popup = extension.open_popup()
        popup.expect_key_state(ANTHROPIC, "Valid")
        sealed_before = extension.cookie_value()

        popup.try_key(OPENAI, OPENAI.key)
        provider.wait_until_asked()
        popup.page.close()
        assert extension.cookie_value() == sealed_before
        provider.answer()

        # The gateway has sealed the session anew. Its answer came when no page was left to take it.
        until(lambda: extension.cookie_value() != sealed_before, "the new cookie")
        again = extension.open_popup()
        again.expect_key_state(ANTHROPIC, "Valid")
        again.expect_key_state(OPENAI, "Valid")
        expect(again.alert).to_have_count(0)
