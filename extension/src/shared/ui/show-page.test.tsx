// @vitest-environment jsdom
import { render } from "preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import "../../testing/english-strings.ts";
import { fakeContext } from "../../testing/fake-context.ts";
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
});
