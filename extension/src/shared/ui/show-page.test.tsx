// @vitest-environment jsdom

import { signal } from "@preact/signals";
import { render } from "preact";
import { useState } from "preact/hooks";
import { act } from "preact/test-utils";
import { afterEach, describe, expect, it, vi } from "vitest";
import "../../testing/english-strings.ts";
import { fakeContext } from "../../testing/fake-context.ts";
import { setLanguage, strings } from "../locales/index.ts";
import { showPage } from "./show-page.tsx";

const { settings } = fakeContext();
const show = (loading?: Promise<void>) => showPage(settings, () => "Title", <p>Here</p>, loading);

describe("a page", () => {
  afterEach(() => {
    vi.useRealTimers();
    render(null, document.body);
  });

  it("is shown with what it loads", async () => {
    await show(Promise.resolve());
    expect(document.body.textContent).toBe("Here");
    expect(document.title).toBe("Title");
  });

  it("is shown although loading breaks", async () => {
    await show(Promise.reject(new TypeError("no list")));
    expect(document.body.textContent).toBe("Here");
  });

  it("is shown although loading takes long", async () => {
    vi.useFakeTimers();
    const shown = show(new Promise(() => {}));
    await vi.advanceTimersByTimeAsync(99);
    expect(document.body.textContent).toBe("");
    await vi.advanceTimersByTimeAsync(1);
    await shown;
    expect(document.body.textContent).toBe("Here");
  });

  it("keeps what is typed in it, and the focus, when the person chooses another language", async () => {
    const current = signal({ language: "en" });
    // It reads a signal, and then renders again only for what it reads.
    const other = signal("");
    function Editor() {
      const [text, setText] = useState("");
      return (
        <label>
          {strings.options.actions.name}
          {other.value}
          <input value={text} onInput={(event) => setText(event.currentTarget.value)} />
        </label>
      );
    }
    const languageLoaded = Promise.resolve();
    await act(() => showPage({ current, languageLoaded }, () => strings.options.title, <Editor />));
    const field = document.querySelector("input");
    if (!field) throw new Error("No field");
    field.focus();
    field.value = "Half a promp";
    field.setSelectionRange(5, 5);
    act(() => void field.dispatchEvent(new Event("input", { bubbles: true })));

    await act(async () => {
      await setLanguage("ja");
      current.value = { language: "ja" };
    });
    expect(document.title).toBe(strings.options.title);
    expect(document.documentElement.lang).toBe("ja");
    expect(document.querySelector("label")?.textContent).toBe("名前");
    expect(document.querySelector("input")).toBe(field);
    expect(document.activeElement).toBe(field);
    expect([field.value, field.selectionStart]).toEqual(["Half a promp", 5]);
    await setLanguage("en");
  });
});
