// @vitest-environment jsdom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, it, vi } from "vitest";
import { useEscape } from "./use-escape.ts";

function View({ running, stop }: { running: boolean; stop(): void }) {
  useEscape(() => running, stop);
  return null;
}

afterEach(() => {
  vi.unstubAllGlobals();
  render(null, document.body);
});

it("stops what runs now, and asks for no frame when it is rendered again", () => {
  const stops: string[] = [];
  const show = (running: boolean, name: string) =>
    render(<View running={running} stop={() => stops.push(name)} />, document.body);
  const press = () => {
    const event = new KeyboardEvent("keydown", { key: "Escape", cancelable: true });
    document.dispatchEvent(event);
    return event.defaultPrevented;
  };
  act(() => show(false, "first"));
  const frame = vi.fn();
  vi.stubGlobal("requestAnimationFrame", frame);

  expect(press()).toBe(false);
  show(true, "second");
  expect(press()).toBe(true);
  show(false, "third");
  expect(press()).toBe(false);
  expect(stops).toEqual(["second"]);
  expect(frame).not.toHaveBeenCalled();
});
