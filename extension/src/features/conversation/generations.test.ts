import { describe, expect, it, vi } from "vitest";
import type { Gateway } from "../../shared/gateway/client.ts";
import { errorBody, GatewayAway, GatewayError } from "../../shared/gateway/errors.ts";
import type { GenerationEvent } from "../../shared/gateway/types.ts";
import { fakeContext } from "../../testing/fake-context.ts";
import { answer, conversation, provider } from "../../testing/fakes.ts";
import { type Conversation, newestPart, withPart } from "./conversation.ts";
import { createGenerations } from "./generations.ts";
import { canContinue, shownAnswer } from "./selectors.ts";

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
  context.store.dispatch({ type: "loaded", providers, conversation: null });
  const effects = { onKeyRejected: vi.fn(), onFollowedUp: vi.fn() };
  const generations = createGenerations(context, effects);
  const show = (conversation: Conversation) =>
    context.store.dispatch({ type: "conversation-shown", conversation });
  const { dispatch } = context.store;
  const state = () => context.store.state.value;
  return { generations, ...effects, show, dispatch, conversations: context.conversations, state };
}

describe("generate", () => {
  it("shows the answer, and keeps it with its prompt", async () => {
    const generate = vi.fn(() => sequence(START, piece("Hel"), piece("lo"), DONE));
    const { generations, conversations, state } = setUp({ generate });
    await generations.generate("Hi");
    expect(generate).toHaveBeenCalledWith({ prompt: "Hi", provider: "openai" }, expect.any(AbortSignal));
    expect(state().view).toEqual({ name: "answer", answer: answer() });
    const kept = await conversations.shown();
    expect(kept?.turns[0]?.prompt).toBe("Hi");
    expect(kept && newestPart(kept)).toMatchObject({ id: "gen_1", answer: answer() });
  });

  it("can be found by the next page that opens, from its start on", async () => {
    const { generations, conversations } = setUp({
      generate: () => sequence(START, new Promise(() => undefined)),
    });
    void generations.generate("Hi");
    await vi.waitFor(async () => {
      expect((await conversations.history()).conversations[0]?.running).toMatchObject({ id: "gen_1" });
    });
  });

  it("remembers the field that it is about, in every page and whatever is asked further on", async () => {
    const field = { tabId: 1, documentId: "document", mark: "mark" };
    const { generations, conversations, state } = setUp({ generate: () => sequence(START, DONE) });
    await generations.generate("Improve this", field);
    await generations.followUp("Shorter, please");
    expect(state().conversation).toMatchObject({ field, turns: [{}, {}] });
    expect((await conversations.shown())?.field).toEqual(field);
    await generations.generate("Improve this");
    expect(state().conversation?.field).toBeUndefined();
  });

  it("is about another field from a follow-up question on that was made of a selection", async () => {
    const [first, other] = ["first", "other"].map((mark) => ({ tabId: 1, documentId: "document", mark }));
    const { generations, state } = setUp({ generate: () => sequence(START, DONE) });
    await generations.generate("Improve this", first);
    await generations.followUp("And that", other);
    expect(state().conversation).toMatchObject({ field: other, turns: [{}, {}] });
    await generations.followUp("And what stands on this page", null);
    expect(state().conversation?.turns).toHaveLength(3);
    expect(state().conversation?.field).toBeUndefined();
  });

  it("begins a new conversation each time", async () => {
    const { generations, conversations } = setUp({ generate: () => sequence(START, DONE) });
    await generations.generate("One");
    await generations.generate("Two");
    expect((await conversations.history()).conversations.map(({ title }) => title).sort()).toEqual([
      "One",
      "Two",
    ]);
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

  it("leaves it standing that the session ended: it tells more than a missing key", async () => {
    const { dispatch, generations, state } = setUp({});
    dispatch({ type: "session-ended", why: "lifetime" });
    await generations.generate("Hi");
    expect(state()).toMatchObject({ problem: { code: "session_required" }, focus: "paste" });
    dispatch({ type: "problem", error: null });
    await generations.generate("Hi");
    expect(state().problem?.code).toBe("missing_key");
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

describe("stop, and another conversation meanwhile", () => {
  const elsewhere = { ref: "other", id: "gen_other" };
  const other = withPart({ ...conversation([null]), id: "conversation-2" }, () => true, elsewhere);

  it.each([
    ["its answer", () => answer({ id: "gen_running", status: "stopped" })],
    ["its refusal", () => Promise.reject(new GatewayError(errorBody({ code: "generation_not_found" })))],
  ])("leaves the other alone with %s", async (_, answered) => {
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const signals: AbortSignal[] = [];
    const { generations, show, state } = setUp({
      stopGeneration: async () => {
        await ended;
        return await answered();
      },
      followGeneration: (_id, signal) => {
        signals.push(signal);
        return sequence(START, new Promise(() => undefined));
      },
    });
    show(conversation([null]));
    void generations.followRunning();
    const stopping = generations.stop();
    show(other);
    void generations.followRunning();
    end();
    await stopping;
    expect(state().view).toMatchObject({ name: "generating", generation: { ref: "other" } });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  });
});

describe("follow", () => {
  it("follows what runs once, also where it was let go and taken up again", async () => {
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const followGeneration = vi.fn(() => sequence(START, ended, new Promise(() => undefined)));
    followGeneration.mockImplementationOnce(() => sequence(START, ended));
    const { generations, show } = setUp({ followGeneration });
    show(conversation([null]));
    const first = generations.followRunning();
    generations.unfollow();
    void generations.followRunning();
    end();
    await first;
    void generations.followRunning();
    expect(followGeneration).toHaveBeenCalledTimes(2);
  });

  it("follows what runs once, however often it is asked", async () => {
    const followGeneration = vi.fn(() =>
      sequence(new Promise((resolve) => setTimeout(resolve)), START, DONE),
    );
    const { generations, show } = setUp({ followGeneration });
    show(conversation([null]));
    await Promise.all([generations.followRunning(), generations.followRunning()]);
    expect(followGeneration).toHaveBeenCalledTimes(1);
    expect(followGeneration).toHaveBeenCalledWith("gen_running", expect.any(AbortSignal));
  });
});

describe("a conversation", () => {
  it("goes on with what was said, and clears the prompt", async () => {
    const generate = vi.fn(() => sequence(START, DONE));
    const { generations, onFollowedUp, show, state } = setUp({ generate });
    show(conversation([answer({ text: "Hello" })]));
    await generations.followUp("And then?");
    const messages = [
      { role: "user", content: "Hi" },
      { role: "assistant", content: "Hello" },
      { role: "user", content: "And then?" },
    ];
    expect(generate).toHaveBeenCalledWith({ messages, provider: "openai" }, expect.any(AbortSignal));
    expect(onFollowedUp).toHaveBeenCalledWith("And then?");
    expect(state().conversation?.turns).toHaveLength(2);
  });

  it("leaves the prompt where it is while the gateway has not taken it", async () => {
    const error = errorBody({ code: "session_required" });
    for (const refusal of [new GatewayError(error), new GatewayAway()]) {
      const { generations, onFollowedUp, show } = setUp({ generate: () => sequence(refusal) });
      show(conversation([answer({ text: "Hello" })]));
      await generations.followUp("And then?");
      expect(onFollowedUp).not.toHaveBeenCalled();
    }
  });

  it("begins where there is none", async () => {
    const generate = vi.fn(() => sequence(START, DONE));
    const { generations } = setUp({ generate });
    await generations.followUp("Hi");
    expect(generate).toHaveBeenCalledWith({ prompt: "Hi", provider: "openai" }, expect.any(AbortSignal));
  });

  it("asks another provider for another version, and keeps the first", async () => {
    const gemini = provider({ id: "gemini", name: "Gemini", model: "gemini-1.5-pro-1m", selected: false });
    const generate = vi.fn(() => sequence(START, DONE));
    const { generations, show, state } = setUp({ generate }, [provider(), gemini]);
    show(conversation([answer()]));
    await generations.regenerate("gemini");
    expect(generate).toHaveBeenCalledWith({ prompt: "Hi", provider: "gemini" }, expect.any(AbortSignal));
    const [turn] = state().conversation?.turns ?? [];
    expect(turn?.versions.map((version) => version.provider)).toEqual(["openai", "gemini"]);
    expect(turn?.shown).toBe(1);
  });

  it("tries again at the provider that failed, unless another has been chosen since", async () => {
    const gemini = provider({ id: "gemini", name: "Gemini", model: "gemini-1.5-pro-1m", selected: false });
    const error = errorBody({ code: "provider_overloaded" });
    const generate = vi.fn(() => sequence(START, { type: "error", error } as const));
    const { generations, show, dispatch } = setUp({ generate }, [provider(), gemini]);
    show(conversation([answer()]));
    await generations.regenerate("gemini");
    await generations.retry();
    dispatch({ type: "provider-selected", provider: "gemini" });
    await generations.regenerate("openai");
    dispatch({ type: "provider-selected", provider: "openai" });
    await generations.retry();
    const asked = generate.mock.calls as unknown as [{ provider: string }][];
    expect(asked.map(([request]) => request.provider)).toEqual(["gemini", "gemini", "openai", "openai"]);
    dispatch({ type: "provider-selected", provider: "gemini" });
    await generations.retry();
    expect(asked.at(-1)?.[0].provider).toBe("gemini");
  });

  it("tries again at the provider that failed in a page that did not ask", async () => {
    const gemini = provider({ id: "gemini", name: "Gemini", selected: true });
    const generate = vi.fn(() => sequence(START, DONE));
    const { generations, show } = setUp({ generate }, [provider({ selected: false }), gemini]);
    show(
      conversation([answer({ status: "failed", text: "", error: errorBody({ code: "provider_timeout" }) })]),
    );
    await generations.retry();
    expect(generate).toHaveBeenCalledWith({ prompt: "Hi", provider: "openai" }, expect.any(AbortSignal));
  });

  it("tries again at another provider that is chosen in a page that did not ask", async () => {
    const gemini = provider({ id: "gemini", name: "Gemini", selected: false });
    const generate = vi.fn(() => sequence(START, DONE));
    const { generations, show, dispatch } = setUp({ generate }, [provider(), gemini]);
    const failed = answer({ status: "failed", text: "", error: errorBody({ code: "quota_exhausted" }) });
    show(conversation([failed]));
    dispatch({ type: "provider-selected", provider: "gemini" });
    await generations.retry();
    expect(generate).toHaveBeenCalledWith({ prompt: "Hi", provider: "gemini" }, expect.any(AbortSignal));
    // A choice that was made beside another conversation says nothing about this one.
    dispatch({ type: "provider-selected", provider: "gemini" });
    show({ ...conversation([failed]), id: "conversation-2" });
    await generations.retry();
    expect(generate).toHaveBeenLastCalledWith({ prompt: "Hi", provider: "openai" }, expect.any(AbortSignal));
  });

  it("lets a cut answer grow where it stopped", async () => {
    const rest = answer({ id: "gen_2", text: "house" });
    const generate = vi.fn(() => sequence(START, { type: "done", answer: rest } as const));
    const { generations, show, state } = setUp({ generate });
    show(conversation([answer({ text: "The gate", finish_reason: "length" })]));
    expect(canContinue(state())).toBe(true);
    await generations.goOn();
    expect(state().view).toMatchObject({ name: "answer", answer: { text: "The gatehouse" } });
    expect(canContinue(state())).toBe(false);
  });

  it("keeps what there was when going on fails, and can try again", async () => {
    const error = errorBody({ code: "provider_overloaded" });
    const { generations, show, state } = setUp({ generate: () => sequence(START, { type: "error", error }) });
    show(conversation([answer({ text: "The gate", finish_reason: "length" })]));
    await generations.goOn();
    expect(state().view).toMatchObject({ name: "error", error, answer: { text: "The gate" } });
    expect(canContinue(state())).toBe(true);
    await generations.retry();
    expect(state().conversation?.turns[0]?.versions).toHaveLength(1);
    expect(shownAnswer(state())?.text).toBe("The gate");
  });
});
