// @vitest-environment jsdom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useCopy } from "./use-copy.ts";

const TEXT = "## An answer\n\nwith two parts";
const clipboard = { writeText: vi.fn(), write: vi.fn() };
const item = { getType: async () => ({ text: async () => TEXT }) } as unknown as ClipboardItem;

function Copying({ content }: { content: string | ClipboardItem }) {
  const { copied, copy } = useCopy();
  return (
    <button type="button" onClick={() => copy(content)}>
      {copied ? "Copied" : "Copy"}
    </button>
  );
}

async function press(content: string | ClipboardItem): Promise<HTMLButtonElement> {
  act(() => render(<Copying content={content} />, document.body));
  const button = document.querySelector("button");
  if (!button) throw new Error("No button");
  await act(async () => button.click());
  return button;
}

const shown = () => document.querySelector("dialog");

vi.mock("./add-styles.ts", () => ({ addStyles: () => {} }));

beforeEach(() => {
  Object.defineProperty(navigator, "clipboard", { value: clipboard, configurable: true });
  HTMLDialogElement.prototype.showModal = function (this: HTMLDialogElement) {
    this.open = true;
  };
});

afterEach(() => {
  act(() => void shown()?.dispatchEvent(new Event("close")));
  act(() => render(null, document.body));
});

it("says that a text was copied", async () => {
  clipboard.writeText.mockResolvedValue(undefined);
  const button = await press(TEXT);
  await vi.waitFor(() => expect(button.textContent).toBe("Copied"));
  expect(shown()).toBeNull();
});

it("shows the text, selected, where the browser refuses", async () => {
  const denied = new DOMException("Write permission denied.", "NotAllowedError");
  clipboard.writeText.mockRejectedValue(denied);
  clipboard.write.mockRejectedValue(denied);
  for (const content of [TEXT, item]) {
    const button = await press(content);
    const field = await vi.waitUntil(() => shown()?.querySelector("textarea"));
    expect(shown()?.open).toBe(true);
    expect(shown()?.textContent).toContain("The browser did not allow copying.");
    expect(field.value).toBe(TEXT);
    expect([field.selectionStart, field.selectionEnd]).toEqual([0, TEXT.length]);
    expect(button.textContent).toBe("Copy");
    act(() => void shown()?.dispatchEvent(new Event("close")));
    expect(shown()).toBeNull();
  }
});
