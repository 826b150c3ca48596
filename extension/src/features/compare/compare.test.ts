import { describe, expect, it, vi } from "vitest";
import type { Gateway } from "../../shared/gateway/client.ts";
import { errorBody, GatewayAway, GatewayError } from "../../shared/gateway/errors.ts";
import type { GenerateRequest, GenerationEvent } from "../../shared/gateway/types.ts";
import { fakeContext, fakeItems } from "../../testing/fake-context.ts";
import { answer, provider } from "../../testing/fakes.ts";
import { createCompare } from "./compare.ts";

const PROVIDERS = [provider(), provider({ id: "gemini", name: "Gemini", selected: false })];
const idOf = (name: string) => `gen_${name}`;

async function* answering(name: string, ...between: (GenerationEvent | Error | Promise<unknown>)[]) {
  yield { type: "start", id: idOf(name), provider: name, model: "m" } as const;
  for (const one of between) {
    if (one instanceof Error) throw one;
    if (one instanceof Promise) await one;
    else yield one;
  }
  yield { type: "done", answer: answer({ id: idOf(name), provider: name }) } as const;
}

function setUp(gateway: Partial<Gateway>, items = fakeItems()) {
  const context = fakeContext(gateway, items);
  const onKeyRejected = vi.fn();
  const compare = createCompare(context, onKeyRejected);
  context.store.dispatch({ type: "loaded", providers: PROVIDERS, conversation: null });
  const views = () =>
    compare.state.value.columns.map(({ phase, answer }) =>
      phase === "over" ? (answer.error ? "error" : "answer") : "running",
    );
  return { compare, onKeyRejected, items, conversations: context.conversations, store: context.store, views };
}

const generate = (request: GenerateRequest) => answering(request.provider);
const never = new Promise<never>(() => {});

describe("asking", () => {
  it("sends one prompt to everybody who takes part, and remembers the generations", async () => {
    const asked = vi.fn(generate);
    const { compare, items, views } = setUp({ generate: asked });
    await compare.ask("Hi");
    expect(asked.mock.calls.map(([request]) => request)).toEqual([
      { prompt: "Hi", provider: "openai" },
      { prompt: "Hi", provider: "gemini" },
    ]);
    expect(views()).toEqual(["answer", "answer"]);
    expect(items.comparison.value).toEqual({
      prompt: "Hi",
      runs: [
        { provider: "openai", id: "gen_openai" },
        { provider: "gemini", id: "gen_gemini" },
      ],
      excluded: [],
    });
  });

  it("leaves out the providers that the person left out", async () => {
    const { compare, views } = setUp({ generate });
    await compare.choose("openai", false);
    await compare.ask("Hi");
    expect(views()).toEqual(["answer"]);
    expect(compare.state.value.columns[0]?.ref).toBe("gemini");
  });

  it("sends nothing without a prompt, or to nobody", async () => {
    const { compare, store } = setUp({});
    await compare.ask("  ");
    expect(store.state.value.focus).toBe("prompt");
    await compare.choose("openai", false);
    await compare.choose("gemini", false);
    await compare.ask("Hi");
    expect(store.state.value.focus).toBe("provider");
    expect(compare.state.value.columns).toEqual([]);
  });

  it("shows one's refusal beside the other's answer, and has a rejected key looked at again", async () => {
    const refused = errorBody({ code: "key_rejected", provider: "gemini" });
    const { compare, onKeyRejected, views } = setUp({
      generate: ({ provider: name }) =>
        name === "gemini" ? answering(name, { type: "error", error: refused }, never) : answering(name),
    });
    void compare.ask("Hi");
    await vi.waitFor(() => expect(views()).toEqual(["answer", "error"]));
    expect(onKeyRejected).toHaveBeenCalledWith("gemini");
  });

  it("asks one again without touching the others", async () => {
    const asked = vi.fn(generate);
    const { compare } = setUp({ generate: asked });
    await compare.ask("Hi");
    await compare.askAgain("gemini");
    expect(asked).toHaveBeenCalledTimes(3);
    expect(asked.mock.calls[2]?.[0]).toEqual({ prompt: "Hi", provider: "gemini" });
  });

  it("tells a gateway that refuses from one that is gone", async () => {
    const error = errorBody({ code: "too_many_generations" });
    const refusing = setUp({ generate: ({ provider: name }) => answering(name, new GatewayError(error)) });
    await refusing.compare.ask("Hi");
    expect(refusing.views()).toEqual(["error", "error"]);
    const gone = setUp({ generate: ({ provider: name }) => answering(name, new GatewayAway()) });
    await gone.compare.ask("Hi");
    expect(gone.store.state.value.view.name).toBe("gateway-away");
  });
});

describe("stopping", () => {
  const stopGeneration = async (id: string) =>
    answer({ id, provider: id.replace("gen_", ""), status: "stopped", text: "Hel" });

  it("stops one, or all", async () => {
    const { compare, views } = setUp({
      generate: ({ provider: name }) => answering(name, never),
      stopGeneration,
    });
    void compare.ask("Hi");
    await vi.waitFor(() => expect(compare.state.value.columns.every(({ answer }) => answer.id)).toBe(true));
    await compare.stop("gemini");
    expect(views()).toEqual(["running", "answer"]);
    await compare.stopAll();
    expect(views()).toEqual(["answer", "answer"]);
  });

  it("waits for the name of a generation that has none yet", async () => {
    let begin = () => {};
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const { compare, views } = setUp({
      generate: async function* ({ provider: name }) {
        await begun;
        yield* answering(name, never);
      },
      stopGeneration,
    });
    void compare.ask("Hi");
    await compare.stopAll();
    expect(views()).toEqual(["running", "running"]);
    begin();
    await vi.waitFor(() => expect(views()).toEqual(["answer", "answer"]));
  });
});

describe("coming back", () => {
  it("finds the comparison, follows what runs and lists what is over", async () => {
    const items = fakeItems();
    await setUp({ generate }, items).compare.ask("Hi");
    const followGeneration = vi.fn((id: string) => answering(id.replace("gen_", ""), never));
    const { compare, views } = setUp(
      {
        generations: async () => [
          answer({ id: "gen_other" }),
          answer({ id: "gen_gemini", provider: "gemini", status: "running" }),
          answer({ id: "gen_openai" }),
        ],
        followGeneration,
      },
      items,
    );
    compare.watch();
    await vi.waitFor(() => expect(views()).toEqual(["answer", "running"]));
    expect(followGeneration).toHaveBeenCalledExactlyOnceWith("gen_gemini", expect.any(AbortSignal));
    expect(compare.state.value.prompt).toBe("Hi");
  });

  it("does not push aside what was asked meanwhile", async () => {
    const items = fakeItems();
    await setUp({ generate }, items).compare.ask("An older one");
    let list = (_: never[]) => {};
    const { compare } = setUp(
      {
        generate,
        generations: () =>
          new Promise((resolve) => {
            list = resolve;
          }),
      },
      items,
    );
    compare.watch();
    await vi.waitFor(() => expect(items.comparison.value).toBeDefined());
    await compare.ask("A newer one");
    list([]);
    await Promise.resolve();
    expect(compare.state.value.prompt).toBe("A newer one");
  });

  it("forgets with the session", async () => {
    const { compare, items } = setUp({ generate, generations: async () => [] });
    await items.session.set({ csrf_token: "a", created_at: "", expires_at: "" });
    compare.watch();
    await compare.ask("Hi");
    await items.session.set({ csrf_token: "b", created_at: "", expires_at: "" });
    expect(compare.state.value.columns).toEqual([]);
    expect(items.comparison.value).toBeUndefined();
  });
});

describe("going on with one", () => {
  it("begins a conversation with it, which popup and panel show", async () => {
    const { compare, conversations } = setUp({ generate });
    await compare.ask("Hi");
    await compare.continueWith("gemini");
    const answered = answer({ id: "gen_gemini", provider: "gemini" });
    expect(await conversations.shown()).toMatchObject({
      turns: [
        { prompt: "Hi", versions: [{ provider: "gemini", parts: [{ id: "gen_gemini", answer: answered }] }] },
      ],
    });
  });
});
