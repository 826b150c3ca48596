// @vitest-environment jsdom
import { render } from "preact";
import { act } from "preact/test-utils";
import { describe, expect, it } from "vitest";
import { Thinking } from "./thinking.tsx";

describe("thinking", () => {
  it("says whether it goes on, and shows all of it when it is expanded", () => {
    const root = document.createElement("div");
    act(() => render(<Thinking text="First" thinking />, root));
    expect(root.querySelector("summary")?.textContent).toBe("Thinking…");
    act(() => render(<Thinking text="First one thing" thinking={false} />, root));
    expect(root.querySelector("summary")?.textContent).toBe("Thinking");
    expect(root.querySelector("details")?.open).toBe(false);
    expect(root.querySelector(".reasoning-text")?.textContent).toBe("First one thing");
  });
});
