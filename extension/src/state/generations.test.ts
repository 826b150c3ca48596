import { describe, expect, it, vi } from "vitest";
import type { Gateway } from "../gateway/client.ts";
import { errorBody, GatewayAway, GatewayError } from "../gateway/errors.ts";
import type { GenerationEvent } from "../gateway/types.ts";
import { fakeContext } from "../testing/fake-context.ts";
import { answer, provider } from "../testing/fakes.ts";
import { createGenerations } from "./generations.ts";

const START: GenerationEvent = { type: "start", id: "gen_1", provider: "openai", model: "gpt-4" };
const piece = (text: string): GenerationEvent => ({ type: "delta", text, reasoning: "" });
const DONE: GenerationEvent = { type: "done", answer: answer() };

async function* sequence(...events: (GenerationEvent | Error | Promise<unknown>)[]) {
  for (const event of events) {
    if (event instanceof Error) throw event;
    if (event instanceof Promise) await event;
    else yield event;
  }
}

function setUp(gateway: Partial<Gateway>, providers = [provider()]) {
  const context = fakeContext(gateway);
  context.store.dispatch({ type: "loaded", providers, newest: null, prompt: null });
  const onKeyRejected = vi.fn();
  const generations = createGenerations(context, onKeyRejected);
  return { generations, onKeyRejected, items: context.items, state: () => context.store.state.value };
}

describe("generate", () => {
  it("shows the answer, and remembers its id and prompt", async () => {
    const generate = vi.fn(() => sequence(START, piece("Hel"), piece("lo"), DONE));
    const { generations, items, state } = setUp({ generate });
    await generations.generate("Hi");
    expect(generate).toHaveBeenCalledWith({ prompt: "Hi", provider: "openai" }, expect.any(AbortSignal));
    expect(state().view).toEqual({ name: "answer", answer: answer() });
    expect(await items.generation.get()).toEqual({ id: "gen_1", prompt: "Hi" });
  });

  it("sends nothing without a key, and says so", async () => {
    const missing = provider({ key: { state: "missing", masked: null, added_at: null, checked_at: null } });
    const { generations, state } = setUp({}, [missing]);
    await generations.generate("Hi");
    expect(state()).toMatchObject({
      view: { name: "no-key" },
      problem: { code: "missing_key", action: "add_key", provider: "openai" },
    });
  });

  it("sends nothing without a prompt", async () => {
    const { generations, state } = setUp({});
    await generations.generate("  \n");
    expect(state()).toMatchObject({ view: { name: "ready" }, focus: "prompt" });
  });

  it("keeps every piece that came before an error", async () => {
    const error = errorBody({ code: "provider_error" });
    const { generations, state } = setUp({
      generate: () => sequence(START, piece("Hel"), piece("lo"), { type: "error", error }),
    });
    await generations.generate("Hi");
    expect(state().view).toMatchObject({ name: "error", error, answer: { text: "Hello" } });
  });

  it("has a rejected key looked at again", async () => {
    const error = errorBody({ code: "key_rejected", provider: "openai" });
    const { generations, onKeyRejected } = setUp({
      generate: () => sequence(START, { type: "error", error }),
    });
    await generations.generate("Hi");
    expect(onKeyRejected).toHaveBeenCalledWith("openai");
  });

  it("tells a gateway that refuses from one that is gone", async () => {
    const error = errorBody({ code: "too_many_generations" });
    const refusing = setUp({ generate: () => sequence(new GatewayError(error)) });
    await refusing.generations.generate("Hi");
    expect(refusing.state().view).toMatchObject({ name: "error", error });
    const gone = setUp({ generate: () => sequence(START, new GatewayAway()) });
    await gone.generations.generate("Hi");
    expect(gone.state().view.name).toBe("gateway-away");
  });
});

describe("stop", () => {
  it("waits for the name of a generation that has none yet", async () => {
    let name = () => {};
    const named = new Promise<void>((resolve) => {
      name = resolve;
    });
    const stopGeneration = vi.fn(async () => answer({ status: "stopped", text: "" }));
    const { generations, state } = setUp({
      generate: () => sequence(named, START, new Promise((resolve) => setTimeout(resolve))),
      stopGeneration,
    });
    const running = generations.generate("Hi");
    await generations.stop();
    expect(stopGeneration).not.toHaveBeenCalled();
    name();
    await running;
    expect(stopGeneration).toHaveBeenCalledWith("gen_1");
    expect(state().view).toMatchObject({ name: "answer", answer: { status: "stopped" } });
  });
});

describe("follow", () => {
  it("follows a generation once, however often it is asked", async () => {
    const followGeneration = vi.fn(() =>
      sequence(new Promise((resolve) => setTimeout(resolve)), START, DONE),
    );
    const { generations } = setUp({ followGeneration });
    await Promise.all([generations.follow("gen_1"), generations.follow("gen_1")]);
    expect(followGeneration).toHaveBeenCalledTimes(1);
  });
});
