// @vitest-environment jsdom

import { signal } from "@preact/signals";
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { App } from "../../entrypoints/app/app.ts";
import { AppProviders } from "../../entrypoints/app/app-providers.tsx";
import { INITIAL_STATE } from "../../entrypoints/app/state.ts";
import { errorBody } from "../../shared/gateway/errors.ts";
import type { ErrorAction, ErrorBody } from "../../shared/gateway/types.ts";
import { provider } from "../../testing/fakes.ts";
import { beginConversation } from "./conversation.ts";
import { ConversationError } from "./conversation-error.tsx";

/** Every error of the contract, and its recovery action. */
const CONTRACT: Record<string, ErrorAction | null> = {
  invalid_request: "fix_request",
  gateway_outdated: null,
  extension_outdated: null,
  context_too_long: "edit_prompt",
  content_blocked: "edit_prompt",
  session_required: "sign_in",
  missing_key: "add_key",
  key_rejected: "add_key",
  quota_exhausted: "open_billing",
  csrf_failed: null,
  forbidden_host: null,
  forbidden_origin: null,
  permission_denied: null,
  unknown_provider: null,
  generation_not_found: null,
  not_found: null,
  model_unavailable: "configure_model",
  method_not_allowed: null,
  session_stale: "retry",
  session_full: "remove_key",
  request_too_large: "edit_prompt",
  unsupported_media_type: "fix_request",
  invalid_key_format: "add_key",
  rate_limited: "retry",
  too_many_generations: "retry",
  internal: "retry",
  provider_error: "retry",
  provider_unreachable: "retry",
  provider_overloaded: "retry",
  provider_timeout: "retry",
};

/** The controls that an action asks for, by their names. */
const CONTROLS: Record<ErrorAction, string[]> = {
  fix_request: ["Edit prompt"],
  edit_prompt: ["Edit prompt"],
  sign_in: ["Enter keys"],
  add_key: ["Replace OpenAI key", "Try again"],
  open_billing: ["Open OpenAI billing", "Try again"],
  configure_model: ["Choose another provider", "Try again"],
  retry: ["Try again"],
  remove_key: ["Remove a key"],
};

const CONTROLS_BY_CODE: Record<string, string[]> = {
  missing_key: ["Add OpenAI key", "Try again"],
  extension_outdated: ["Reload extension"],
  permission_denied: ["Replace OpenAI key", "Try again"],
  unknown_provider: ["Choose another provider", "Try again"],
};

function show(error: ErrorBody, parts: Partial<App> = {}, prompt: string | null = null) {
  const conversation = prompt === null ? null : beginConversation(prompt, provider(), 0);
  const state = signal({ ...INITIAL_STATE, providers: [provider()], conversation });
  const onRetry = vi.fn();
  const app = {
    state,
    focus: vi.fn(),
    editPrompt: vi.fn(),
    dismissProblem: vi.fn(),
    connection: { load: async () => {} },
    retry: onRetry,
    ...parts,
  };
  act(() =>
    render(
      <AppProviders app={app as unknown as App}>
        <ConversationError error={error} />
      </AppProviders>,
      document.body,
    ),
  );
  const alert = document.querySelector<HTMLElement>("[role=alert]");
  if (!alert) throw new Error("No alert");
  const controls = [...alert.querySelectorAll<HTMLElement>("button, a")];
  const [title, sentence] = [...alert.querySelectorAll("p")].map(({ textContent }) => textContent ?? "");
  return { app, onRetry, alert, controls, title, sentence };
}

beforeEach(() => {
  Element.prototype.scrollIntoView = () => {};
});

afterEach(() => {
  vi.useRealTimers();
  act(() => render(null, document.body));
});

describe.each(Object.entries(CONTRACT))("%s", (code, action) => {
  it("has a title, a sentence, and the control to recover from it", () => {
    // Of this one, the gateway's own limit is meant where no provider is named.
    const provider = code === "request_too_large" ? null : "openai";
    const error = errorBody({ code, action, provider, message: "The gateway says why." });
    const { controls, title, sentence } = show(error);
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    expect(title).not.toBe("Something went wrong");
    expect(sentence).toMatch(/^[A-Z].+\.$/);
    expect(sentence).not.toBe("The gateway says why.");
    expect(sentence).not.toMatch(/undefined|null|NaN/);
    const expected = CONTROLS_BY_CODE[code] ?? CONTROLS[action ?? "retry"];
    expect(controls.map(({ textContent }) => textContent)).toEqual(expected);
  });
});

describe("what the controls do", () => {
  it.each([
    ["missing_key", "add_key", "key:openai"],
    ["model_unavailable", "configure_model", "provider"],
    ["session_full", "remove_key", "remove"],
  ] as const)("%s moves the focus to where it can be solved", (code, action, target) => {
    const { app, controls } = show(errorBody({ code, action, provider: "openai" }));
    controls[0]?.click();
    expect(app.focus).toHaveBeenCalledWith(target);
  });

  it("offers to ask again only what has been asked", () => {
    const error = errorBody({ code: "missing_key", action: "add_key", provider: "openai" });
    const asked = show(error);
    asked.controls[1]?.click();
    expect(asked.onRetry).toHaveBeenCalledOnce();
    const state = signal({ ...INITIAL_STATE, providers: [provider()], problem: error });
    const { controls } = show(error, { state });
    // The other one puts the alert aside.
    expect(controls.map(({ textContent }) => textContent)).toEqual(["Add OpenAI key", "Dismiss"]);
  });

  it("brings the prompt back to be edited", () => {
    const { app, controls } = show(errorBody({ code: "context_too_long", action: "edit_prompt" }));
    controls[0]?.click();
    expect(app.editPrompt).toHaveBeenCalledOnce();
  });

  it("opens the provider's billing in a new tab", () => {
    const { controls } = show(
      errorBody({ code: "quota_exhausted", action: "open_billing", provider: "openai" }),
    );
    expect(controls[0]?.getAttribute("href")).toMatch(/^https:\/\/platform\.openai\.com\//);
    expect(controls[0]?.getAttribute("target")).toBe("_blank");
  });

  it("counts a pause down, says when it is over, and presses nothing by itself", () => {
    vi.useFakeTimers();
    const { alert, controls, onRetry } = show(
      errorBody({ code: "rate_limited", action: "retry", provider: "openai", retry_after: 3 }),
    );
    const [retry] = controls;
    const announced = alert.querySelector("[aria-live=polite]");
    expect(retry?.textContent).toBe("Try again in 3 s");
    expect(retry?.getAttribute("aria-disabled")).toBe("true");
    // Else a screen reader would read all of the alert each second.
    expect(retry?.closest("[aria-live]")?.getAttribute("aria-live")).toBe("off");
    act(() => void vi.advanceTimersByTime(1000));
    expect(retry?.textContent).toBe("Try again in 2 s");
    retry?.click();
    expect(onRetry).not.toHaveBeenCalled();
    expect(announced?.textContent).toBe("");

    act(() => void vi.advanceTimersByTime(2000));
    expect(retry?.textContent).toBe("Try again");
    expect(announced?.textContent).toBe("You can try again now.");
    expect(onRetry).not.toHaveBeenCalled();
    retry?.click();
    expect(onRetry).toHaveBeenCalledOnce();
  });
});

describe("what only this situation can tell", () => {
  it("keeps the gateway's numbers", () => {
    const message = "The prompt is too long for OpenAI's model by about 1,831 tokens. Shorten it.";
    const { sentence } = show(errorBody({ code: "context_too_long", action: "edit_prompt", message }));
    expect(sentence).toContain("by about 1,831 tokens");
  });

  it("says by how much a prompt is over the gateway's limit", () => {
    const prompt = "x".repeat(32 * 1024 * 1024 + 1_500_000);
    const { sentence } = show(errorBody({ code: "request_too_large", action: "edit_prompt" }), {}, prompt);
    expect(sentence).toContain("1.5 MB larger");
  });

  it("names the setting that configures the model", () => {
    const { sentence } = show(
      errorBody({ code: "model_unavailable", action: "configure_model", provider: "openai" }),
    );
    expect(sentence).toContain("upstream_models under [providers.openai]");
  });

  it("tells of another program's cookies, and where to remove them", () => {
    const { title, sentence } = show(errorBody({ code: "csrf_failed" }));
    expect(title).toContain("Cookies of another program");
    expect(sentence).toContain("Remove the cookies of 127.0.0.1 in your browser’s settings");
  });

  it("says why the gateway takes no request of this browser, and blames no prompt", () => {
    const message = "This browser sends too many cookies for 127.0.0.1. Remove them.";
    const error = errorBody({ code: "invalid_request", action: "fix_request", message });
    const state = signal({ ...INITIAL_STATE, providers: [provider()], problem: error });
    const { sentence, controls } = show(error, { state });
    expect(sentence).toBe(message);
    expect(controls.map(({ textContent }) => textContent)).toEqual(["Try again", "Dismiss"]);
  });

  it.each(["constructor", "__proto__", "toString"])("knows no error called %s", (code) => {
    const { title, sentence } = show(errorBody({ code, message: "No such thing.", provider: code }));
    expect([title, sentence]).toEqual(["Something went wrong", "No such thing."]);
  });

  it.each([true, false])("says which country is not served, and asks for no other key (%s)", (retryable) => {
    const message = "Gemini does not serve the country that you are in. Choose another provider.";
    const error = errorBody({ code: "region_not_supported", provider: "gemini", message, retryable });
    const { app, title, sentence, controls } = show(error);
    expect([title, sentence]).toEqual(["Not available in your country", message]);
    expect(controls.map(({ textContent }) => textContent)).toEqual(["Choose another provider", "Try again"]);
    controls[0]?.click();
    expect(app.focus).toHaveBeenCalledWith("provider");
  });

  it.each([
    ["provider_unreachable", "The proxy http://10.0.0.1:3128 could not be reached."],
    ["provider_unreachable", "A proxy wants a password. Give it in HTTPS_PROXY."],
    ["request_too_large", "Not OpenAI itself but something on the way answered (HTTP 413)."],
  ])("says who on the way to the provider said no (%s)", (code, message) => {
    expect(show(errorBody({ code, provider: "openai", message })).sentence).toBe(message);
  });

  it.each([
    ["permission_denied", "Your OpenAI account does not allow this: its list of addresses."],
    ["context_too_long", "The prompt is longer than your account may send in a minute."],
  ])("begins with the gateway's sentence (%s)", (code, message) => {
    expect(show(errorBody({ code, provider: "openai", message })).sentence).toMatch(`${message} `);
  });

  it("shows the gateway's sentence for a code that it does not know yet", () => {
    const { title, sentence } = show(errorBody({ code: "moon_full", message: "Wait for the new moon." }));
    expect([title, sentence]).toEqual(["Something went wrong", "Wait for the new moon."]);
  });
});
