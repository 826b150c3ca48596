"""One prompt to several providers, side by side."""

import re

from playwright.sync_api import Locator, expect

from tests.polling import wait_until

from .extension import Extension, Surface
from .processes import Gateway
from .providers import ANTHROPIC, GEMINI, OPENAI, PROVIDERS, Provider


def column(page: Surface, provider: Provider) -> Locator:
    """Find the column of the provider."""
    return page.page.get_by_role("region", name=provider.name, exact=True)


def ask(page: Surface, prompt: str) -> None:
    """Write a prompt and send it to all selected providers."""
    page.prompt.fill(prompt)
    page.button("Compare").click()


def test_a_draft_goes_to_every_provider_at_once(extension: Extension, popup: Surface) -> None:
    popup.prompt.fill("What is a gatehouse?")
    with extension.context.expect_page() as opened:
        popup.button("Compare providers").click()
    compare = Surface(opened.value)
    expect(compare.prompt).to_have_value("What is a gatehouse?")
    assert popup.generations() == []

    compare.prompt.press("ControlOrMeta+Enter")
    for provider in PROVIDERS:
        own = column(compare, provider)
        expect(own).to_contain_text(provider.closing)
        expect(own).to_contain_text(f"answered by {provider.fallback_model}")
        expect(own).to_contain_text(re.compile(r"First words after \d+\.\ds"))
        expect(own.locator("footer")).to_contain_text(
            re.compile(r"\d+ in, \d+ tokens out.*\$0\.0\d+.*\ds$")
        )
    expect(compare.status).to_contain_text("3 answers are ready.")
    expect(compare.status).to_contain_text(re.compile(r"was the fastest.* the cheapest \(\$0\."))
    expect(compare.response).to_have_count(0)

    # A second click shows the open page, with the newest draft.
    popup.page.bring_to_front()
    popup.prompt.fill("Another question")
    popup.button("Compare providers").click()
    expect(compare.prompt).to_have_value("Another question")
    assert len([page for page in extension.context.pages if "compare" in page.url]) == 1


def test_the_page_may_be_closed_and_finds_everything_again(extension: Extension) -> None:
    extension.begin_session(*PROVIDERS)
    compare = extension.open_compare()
    ask(compare, "[[sandbox: echo hang_midway]] one two three four five six seven eight nine ten")
    for provider in PROVIDERS:
        expect(column(compare, provider)).to_contain_text("one two")
    compare.button("Stop Gemini").click()
    expect(column(compare, GEMINI)).to_contain_text("You stopped this answer.")
    compare.page.close()

    compare = extension.open_compare()
    for provider in (OPENAI, ANTHROPIC):
        expect(column(compare, provider)).to_contain_text(f"{provider.name} is answering…")
        expect(column(compare, provider)).to_contain_text("one two")
    expect(column(compare, GEMINI)).to_contain_text("You stopped this answer.")
    compare.button("Stop all").click()
    for provider in PROVIDERS:
        expect(column(compare, provider)).to_contain_text("You stopped this answer.")
    expect(compare.button("Compare")).to_be_visible()
    assert {one["status"] for one in compare.generations()} == {"stopped"}


def test_who_takes_part_is_chosen_and_one_may_be_asked_again(extension: Extension) -> None:
    extension.begin_session(OPENAI, GEMINI)
    compare = extension.open_compare()
    expect(compare.page.get_by_role("checkbox", name="Anthropic (no key)")).to_be_disabled()
    compare.page.get_by_role("checkbox", name="OpenAI").uncheck()
    expect(column(compare, OPENAI)).to_have_count(0)
    compare.page.get_by_role("checkbox", name="Gemini").uncheck()
    expect(compare.button("Compare")).to_be_disabled()
    compare.page.get_by_role("checkbox", name="Gemini").check()
    ask(compare, "Only one of you")
    expect(compare.status).to_have_text("1 answer is ready.")
    assert [one["provider"] for one in compare.generations()] == [GEMINI.id]

    compare.button("Regenerate Gemini’s answer").click()
    wait_until(lambda: len(compare.generations()) == 2, "a second generation")
    expect(compare.status).to_have_text("1 answer is ready.")


def test_an_error_stands_beside_the_answers_and_is_mended_there(
    extension: Extension, unique: str
) -> None:
    extension.begin_session(*PROVIDERS)
    compare = extension.open_compare()
    # Hits only one provider's model, in every attempt that the gateway makes.
    fault = f"overloaded times=3 model={ANTHROPIC.fallback_model}"
    ask(compare, f"[[sandbox: {fault}]] {unique}")
    for provider in (OPENAI, GEMINI):
        expect(column(compare, provider)).to_contain_text(provider.closing)
    alert = column(compare, ANTHROPIC).get_by_role("alert")
    expect(alert).to_contain_text("The provider is overloaded")
    expect(compare.status).to_contain_text("2 answers are ready.")
    alert.get_by_role("button", name="Try again").click()
    expect(column(compare, ANTHROPIC)).to_contain_text(ANTHROPIC.closing)
    expect(compare.status).to_contain_text("3 answers are ready.")
    assert len(compare.generations()) == 4


def test_a_key_that_died_is_replaced_in_its_column(extension: Extension) -> None:
    extension.begin_session(*PROVIDERS)
    compare = extension.open_compare()
    ask(compare, f"[[sandbox: bad_key model={OPENAI.fallback_model}]] Hello")
    own = column(compare, OPENAI)
    own.get_by_role("button", name="Replace OpenAI key").click()
    expect(compare.key_field(OPENAI)).to_be_focused()
    compare.enter_key(OPENAI)


def test_one_answer_is_gone_on_with_in_the_side_panel(fresh_extension: Extension) -> None:
    # Its own browser, since a test cannot close a side panel.
    extension = fresh_extension
    extension.begin_session(*PROVIDERS)
    compare = extension.open_compare()
    ask(compare, "What is a gatehouse?")
    expect(compare.status).to_contain_text("3 answers are ready.")
    compare.button("Continue with Anthropic").click()
    contexts = "chrome.runtime.getContexts({contextTypes: ['SIDE_PANEL']}).then(all => all.length)"
    wait_until(lambda: extension.worker.evaluate(contexts), "the side panel")
    shown = """() => chrome.extension.getViews()
      .find((view) => view.location.pathname === "/sidepanel.html")
      ?.document.querySelector("[aria-label=Response]")?.textContent || ` `"""
    wait_until(
        lambda: ANTHROPIC.closing in compare.page.evaluate(shown), "the answer in the side panel"
    )


def test_it_ends_with_the_session_and_outlives_an_absent_gateway(
    extension: Extension, gateway: Gateway
) -> None:
    extension.begin_session(*PROVIDERS)
    compare = extension.open_compare()
    ask(compare, "What is a gatehouse?")
    expect(compare.status).to_contain_text("3 answers are ready.")
    gateway.stop()
    expect(compare.alert).to_contain_text("The gateway is not running")
    gateway.start()
    # A new gateway has neither keys nor answers.
    expect(compare.alert).to_contain_text("Your session has ended")
    expect(column(compare, OPENAI)).to_have_count(0)
    expect(compare.prompt).to_have_value("What is a gatehouse?")
    compare.alert.get_by_role("button", name="Enter keys").click()
    expect(compare.paste_field).to_be_focused()


def test_a_key_half_typed_outlives_an_absent_gateway(
    extension: Extension, gateway: Gateway
) -> None:
    extension.begin_session(OPENAI)
    compare = extension.open_compare()
    typed = GEMINI.key[:-4]
    compare.key_field(GEMINI).fill(typed)
    gateway.stop()
    expect(compare.alert).to_contain_text("The gateway is not running")
    expect(compare.key_field(GEMINI)).to_be_hidden()
    gateway.start()
    expect(compare.key_field(GEMINI)).to_be_focused()
    expect(compare.key_field(GEMINI)).to_have_value(typed)
