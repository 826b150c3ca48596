import { describe, expect, it, vi } from "vitest";
import type { Gateway } from "../../shared/gateway/client.ts";
import { errorBody, GatewayAway, GatewayError } from "../../shared/gateway/errors.ts";
import type { GenerationEvent } from "../../shared/gateway/types.ts";
import { answer } from "../../testing/fakes.ts";
import { beginGeneration, blankAnswer, type Generation, nextGeneration } from "./generation.ts";
import { createGenerationRunner } from "./generation-runner.ts";

const START: GenerationEvent = { type: "start", id: "gen_1", provider: "openai", model: "gpt-4" };
const REQUEST = { prompt: "Hi", provider: "openai" };
const never = new Promise<never>(() => {});

async function* sequence(...events: (GenerationEvent | Error | Promise<unknown>)[]) {
  for (const event of events) {
    if (event instanceof Error) throw event;
    if (event instanceof Promise) await event;
    else yield event;
  }
}

/** A page that shows the generations `one` and `two`. */
function setUp(gateway: Partial<Gateway>) {
  const shown = new Map<string, Generation>();
  for (const ref of ["one", "two"]) {
    shown.set(ref, beginGeneration(ref, blankAnswer("", { id: "openai", model: "gpt-4" }, 0), 0));
  }
  const onKeyRejected = vi.fn();
  const onGatewayLost = vi.fn();
  const runner = createGenerationRunner(gateway as Gateway, {
    find: (ref) => shown.get(ref),
    step(ref, step) {
      const generation = shown.get(ref);
      if (generation) shown.set(ref, nextGeneration(generation, step, 1_000));
    },
    onKeyRejected,
    onGatewayLost,
  });
  return { runner, shown, onKeyRejected, onGatewayLost };
}

describe("a runner", () => {
  it("starts a generation, and says when the gateway has accepted it", async () => {
    const generate = vi.fn(() => sequence(START, { type: "done", answer: answer() }));
    const { runner, shown } = setUp({ generate });
    const onTaken = vi.fn();
    await runner.start("one", REQUEST, onTaken);
    expect(generate).toHaveBeenCalledWith(REQUEST, expect.any(AbortSignal));
    expect(onTaken).toHaveBeenCalledOnce();
    expect(shown.get("one")).toMatchObject({ phase: "over", answer: answer() });
    expect(runner.isFollowing("one")).toBe(false);
  });

  it("follows several at a time, and stops listening to one or all", () => {
    const signals: AbortSignal[] = [];
    const { runner } = setUp({
      followGeneration: (_, signal) => {
        signals.push(signal);
        return sequence(never);
      },
    });
    void runner.follow("one", "gen_1");
    void runner.follow("two", "gen_2");
    runner.unfollow("one");
    expect([runner.isFollowing("one"), runner.isFollowing("two")]).toEqual([false, true]);
    void runner.follow("one", "gen_1");
    runner.unfollow();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true]);
  });

  it("drops the events of a generation that is not shown any more", async () => {
    const step = vi.fn();
    const runner = createGenerationRunner({ followGeneration: () => sequence(START) } as unknown as Gateway, {
      find: () => undefined,
      step,
      onKeyRejected: () => {},
      onGatewayLost: () => {},
    });
    await runner.follow("gone", "gen_1");
    expect(step).not.toHaveBeenCalled();
  });

  it("tells a refusal, a rejected key and an absent gateway apart", async () => {
    const refused = new GatewayError(errorBody({ code: "too_many_generations" }));
    const refusing = setUp({ generate: () => sequence(refused) });
    await refusing.runner.start("one", REQUEST);
    expect(refusing.shown.get("one")?.answer.error?.code).toBe("too_many_generations");

    const error = errorBody({ code: "key_rejected", provider: "openai" });
    const rejecting = setUp({ generate: () => sequence(START, { type: "error", error }) });
    await rejecting.runner.start("one", REQUEST);
    expect(rejecting.onKeyRejected).toHaveBeenCalledExactlyOnceWith("openai");

    const gone = setUp({ generate: () => sequence(START, new GatewayAway()) });
    await gone.runner.start("one", REQUEST);
    expect(gone.onGatewayLost).toHaveBeenCalledOnce();
    expect(gone.shown.get("one")?.phase).toBe("running");
  });

  it("does not end a generation that has been started again while the first was stopped", async () => {
    let answerStop = () => {};
    const stopped = new Promise<void>((resolve) => {
      answerStop = resolve;
    });
    const { runner, shown } = setUp({
      generate: () => sequence(START, never),
      stopGeneration: async () => {
        await stopped;
        return answer({ status: "stopped" });
      },
    });
    void runner.start("one", REQUEST);
    await vi.waitFor(() => expect(shown.get("one")?.answer.id).toBe("gen_1"));
    const stopping = runner.stop("one");
    shown.set("one", beginGeneration("one", blankAnswer("gen_2", { id: "openai", model: "m" }, 0), 0));
    answerStop();
    await stopping;
    expect(shown.get("one")?.phase).toBe("running");
    expect(runner.isFollowing("one")).toBe(true);
  });
});
