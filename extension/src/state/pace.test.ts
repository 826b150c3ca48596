import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { GenerationEvent } from "../gateway/types.ts";
import { pace } from "./pace.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("shows the first piece at once, and those that come close after it together", async () => {
  const shown: string[] = [];
  const { signal } = new AbortController();
  async function* pieces(): AsyncGenerator<GenerationEvent> {
    for (const text of ["a", "b", "c", "d"]) {
      yield { type: "delta", text, reasoning: "" };
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }
  const ended = pace(
    pieces(),
    (event) => shown.push(event.type === "delta" ? event.text : event.type),
    signal,
  );
  await vi.advanceTimersByTimeAsync(1);
  expect(shown).toEqual(["a"]);
  await vi.advanceTimersByTimeAsync(85);
  expect(shown).toEqual(["a", "bc"]);
  await vi.runAllTimersAsync();
  await ended;
  expect(shown).toEqual(["a", "bc", "d"]);
});
