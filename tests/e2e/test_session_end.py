"""A session that ends by itself: seen coming, told with its reason, and no draft lost."""

from playwright.sync_api import expect

from .extension import Extension
from .processes import Gateway, call_gateway
from .providers import PROVIDERS
from .waiting import until


def test_a_session_that_nobody_used_is_told_to_have_ended_for_that(
    extension: Extension, gateway: Gateway
) -> None:
    gateway.restart(session_idle="3")
    extension.begin_session(*PROVIDERS)
    popup = extension.open_popup()
    popup.prompt.fill("Not to be lost")
    halves = extension.session_headers()
    # To look at the session does not count as use.
    until(lambda: call_gateway("/session", halves) == 401, "the session's end")

    popup.generate.click()
    expect(popup.alert).to_contain_text("It had not been used for a while.")
    expect(popup.alert).to_contain_text("your draft is kept")
    expect(popup.prompt).to_have_value("Not to be lost")
    for provider in PROVIDERS:
        popup.expect_key_state(provider, "No key")


def test_the_end_is_seen_coming(extension: Extension, gateway: Gateway) -> None:
    gateway.restart(session_idle="500")
    extension.begin_session(*PROVIDERS)
    popup = extension.open_popup(with_clock=True)
    keep = popup.button("Keep it")

    def put_forward() -> bool:
        popup.page.clock.fast_forward("00:06")
        return keep.is_visible()

    until(put_forward, "the warning")
    with popup.page.expect_response("**/providers"):
        keep.click()
