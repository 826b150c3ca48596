import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Pace } from "./pace.ts";

const STEP_MS = 3;
let now = 0;
let frames: FrameRequestCallback[] = [];

/** The browser shows what has changed, which takes so long. */
function showPicture(milliseconds: number): void {
  for (const frame of frames.splice(0)) frame(now);
  now += milliseconds;
  vi.advanceTimersByTime(0);
}

beforeEach(() => {
  now = 1000;
  frames = [];
  vi.stubGlobal("requestAnimationFrame", (frame: FrameRequestCallback) => frames.push(frame));
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  vi.spyOn(performance, "now").mockImplementation(() => now);
});
afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function wait(milliseconds: number): void {
  now += milliseconds;
  vi.advanceTimersByTime(milliseconds);
}

/** Work of so many steps, each of which takes its time. */
function worker(steps: number) {
  const seen = { left: steps, done: 0, ends: 0 };
  const pace = new Pace(
    () => {
      now += STEP_MS;
      seen.done += 1;
      seen.left -= 1;
      return seen.left > 0;
    },
    () => {
      seen.ends += 1;
    },
  );
  return { seen, pace };
}

describe("the pace", () => {
  it("begins in a task of its own, unless it is urgent", () => {
    const { seen, pace } = worker(1);
    pace.wake();
    expect(seen.done).toBe(0);
    wait(0);
    expect(seen.done).toBe(1);
  });

  it("does a lot in slices, with room for others in between", () => {
    const { seen, pace } = worker(10);
    pace.wake(true);
    expect(seen).toMatchObject({ done: 3, ends: 0 });
    vi.runOnlyPendingTimers();
    expect(seen).toMatchObject({ done: 6, ends: 0 });
    vi.runAllTimers();
    expect(seen).toMatchObject({ done: 10, ends: 1 });
  });

  it("rests after work, and does what comes meanwhile together", () => {
    const { seen, pace } = worker(1);
    pace.wake(true);
    for (let piece = 0; piece < 5; piece += 1) {
      seen.left = 1;
      pace.wake();
    }
    wait(40);
    expect(seen.done).toBe(1);
    wait(40);
    expect(seen).toMatchObject({ done: 2, ends: 2 });
  });

  it("rests longer after longer work", () => {
    const { seen, pace } = worker(3);
    pace.wake(true);
    pace.wake();
    wait(100);
    expect(seen.done).toBe(3);
    wait(150);
    expect(seen.done).toBe(4);
  });

  it("rests longer where the browser takes long to show it", () => {
    const { seen, pace } = worker(1);
    pace.wake(true);
    showPicture(20);
    pace.wake();
    wait(300);
    expect(seen.done).toBe(1);
    wait(300);
    expect(seen.done).toBe(2);
  });

  it("does not rest before what is urgent", () => {
    const { seen, pace } = worker(1);
    pace.wake(true);
    pace.wake();
    wait(1);
    pace.wake(true);
    expect(seen.done).toBe(2);
    wait(10_000);
    expect(seen.done).toBe(2);
  });

  it("does not rest before what is urgent, however busy the page is", () => {
    const [one, other] = [worker(1), worker(4)];
    one.pace.wake(true);
    vi.runAllTimers();
    one.pace.wake();
    other.pace.wake(true);
    one.pace.wake(true);
    expect(one.seen.done).toBe(1);
    wait(0);
    expect(one.seen.done).toBe(2);
  });

  it("is shared by all that begin at once", () => {
    const workers = [worker(4), worker(4), worker(4)];
    for (const { pace } of workers) pace.wake(true);
    expect(workers.map(({ seen }) => seen.done)).toEqual([3, 0, 0]);
    vi.runAllTimers();
    expect(workers.map(({ seen }) => seen.done)).toEqual([4, 4, 4]);
  });

  it("can be stopped", () => {
    const { seen, pace } = worker(10);
    pace.wake(true);
    pace.stop();
    wait(10_000);
    expect(seen.done).toBe(3);
  });
});
