// @vitest-environment jsdom
import { signal } from "@preact/signals";
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, describe, expect, it, vi } from "vitest";
import { INITIAL_STATE } from "../../entrypoints/app/state.ts";
import type { Unproven } from "../../shared/gateway/errors.ts";
import { GatewayUnproven } from "./gateway-unproven.tsx";
import { type Page, PageProvider } from "./page-context.ts";

const OLD = "1111 2222 3333 4444";
const NEW = "5555 6666 7777 8888";
const OTHER: Unproven = { why: "other-identity", publicKey: "new-key", found: NEW, known: OLD };

afterEach(() => act(() => render(null, document.body)));

function show(unproven: Unproven) {
  const trust = vi.fn(async () => {});
  const state = signal({ ...INITIAL_STATE, view: { name: "gateway-unproven" as const }, unproven });
  const page = { state, connection: { trust } } as unknown as Page;
  act(() =>
    render(
      <PageProvider value={page}>
        <GatewayUnproven />
      </PageProvider>,
      document.body,
    ),
  );
  const buttons = () => [...document.querySelectorAll("button")].map(({ textContent }) => textContent);
  const press = (name: string) => {
    const found = [...document.querySelectorAll("button")].find(({ textContent }) => textContent === name);
    act(() => found?.click());
  };
  return { state, trust, press, buttons, text: () => document.body.textContent ?? "" };
}

describe("the view of a program that is not the person's gateway", () => {
  it.each<Unproven>([{ why: "no-proof" }, OTHER])(
    "says what happened and takes nothing: $why",
    (unproven) => {
      const { text } = show(unproven);
      expect(document.querySelector("[role=alert]")?.textContent).toContain("Nothing is sent to it");
      expect(text()).toContain("Another user or another program on this computer took the port first.");
      expect(document.querySelector("input, textarea, select")).toBeNull();
    },
  );

  it("offers no trust in a program without any proof", () => {
    const { buttons, text } = show({ why: "no-proof" });
    expect(buttons().join()).not.toContain("rust");
    expect(text()).toContain("too old to have an identity");
  });

  it("trusts another identity after a question that names both", () => {
    const { press, trust, text } = show(OTHER);
    press("Trust the new identity…");
    expect(trust).not.toHaveBeenCalled();
    expect(document.querySelector("fieldset")?.textContent).toContain(OLD);
    expect(document.activeElement?.textContent).toBe("Do not trust it");
    press(`Trust ${NEW}`);
    expect(trust).toHaveBeenCalledExactlyOnceWith("new-key");
    expect(text()).toContain("deleted or restored");
  });

  it("trusts one that the native host does not confirm after the same question", () => {
    const { press, trust, text } = show({ why: "unconfirmed", publicKey: "new-key", found: NEW });
    expect(text()).toContain(`with the identity ${NEW}`);
    expect(text()).not.toContain("deleted or restored");
    press("Trust the new identity…");
    expect(document.querySelector("fieldset")?.textContent).toContain(`The identity is ${NEW}.`);
    press(`Trust ${NEW}`);
    expect(trust).toHaveBeenCalledExactlyOnceWith("new-key");
  });

  it("takes no for an answer", () => {
    const { press, trust, buttons } = show(OTHER);
    press("Trust the new identity…");
    press("Do not trust it");
    expect(buttons()).toContain("Trust the new identity…");
    expect(trust).not.toHaveBeenCalled();
  });

  it("trusts what was shown, though another program answers meanwhile", () => {
    const { press, trust, state } = show(OTHER);
    press("Trust the new identity…");
    act(() => {
      state.value = { ...state.value, unproven: { ...OTHER, publicKey: "third-key", found: "9999" } };
    });
    press(`Trust ${NEW}`);
    expect(trust).toHaveBeenCalledExactlyOnceWith("new-key");
  });
});
