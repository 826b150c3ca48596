import { describe, expect, it } from "vitest";
import type { GenerationStep } from "../../features/answer/generation.ts";
import { beginConversation, newestPart } from "../../features/conversation/conversation.ts";
import { brokenOffAt, lastPrompt, shownAnswer, shownError } from "../../features/conversation/selectors.ts";
import { errorBody } from "../../shared/gateway/errors.ts";
import type { KeyInfo } from "../../shared/gateway/types.ts";
import { answer, conversation, provider } from "../../testing/fakes.ts";
import { reduce } from "./reducer.ts";
import { type Action, INITIAL_STATE, type State } from "./state.ts";

const MISSING: KeyInfo = { state: "missing", masked: null, added_at: null, checked_at: null };
const OPENAI = provider();
const GEMINI = provider({
  id: "gemini",
  name: "Gemini",
  model: "gemini-1.5-pro-1m",
  selected: false,
  key: MISSING,
});
const NO_KEYS = [{ ...OPENAI, key: MISSING }, GEMINI];

function stateAfter(...actions: Action[]): State {
  return actions.reduce(reduce, INITIAL_STATE);
}

const loaded = (parts: Partial<Extract<Action, { type: "loaded" }>> = {}): Action => ({
  type: "loaded",
  providers: [OPENAI, GEMINI],
  conversation: null,
  ...parts,
});
const asked: Action = { type: "asked", conversation: beginConversation("Hi", OPENAI, 1_000) };
const event = (one: GenerationStep): Action => ({ type: "generation-step", step: one, at: 2_000 });
const start = event({ type: "start", id: "gen_1", provider: "openai", model: "gpt-4" });
const delta = (text: string, reasoning = "") => event({ type: "delta", text, reasoning });
const failure = errorBody({ code: "provider_error", action: "retry" });

describe("the focus", () => {
  it("goes to the keys past the history that hides them, and nowhere else", () => {
    const open: Action = { type: "history-toggled", open: true };
    for (const target of ["keys", "paste", "remove", "key:openai"] as const) {
      expect(stateAfter(loaded(), open, { type: "focus", target })).toMatchObject({
        focus: target,
        historyOpen: false,
      });
    }
    expect(stateAfter(loaded(), open, { type: "focus", target: "history" }).historyOpen).toBe(true);
    expect(stateAfter(loaded(), open, { type: "focus", target: null }).historyOpen).toBe(true);
  });
});

describe("a problem", () => {
  it.each([
    ["missing_key", "add_key"],
    ["session_required", "sign_in"],
  ] as const)("that a key solves (%s) goes when one is saved", (code, action) => {
    const problem: Action = { type: "problem", error: errorBody({ code, action }) };
    const state = stateAfter(loaded(), problem, { type: "key-changed", provider: "openai", key: OPENAI.key });
    expect(state.problem).toBeNull();
  });
});

describe("a gateway that has not proved itself", () => {
  const unproven: Action = { type: "gateway-unproven", unproven: { why: "no-proof" } };

  it.each<Action>([
    { type: "signed-out" },
    { type: "session-ended", why: "idle" },
    { type: "problem", error: null },
    { type: "providers-changed", providers: [OPENAI] },
    { type: "conversation-shown", conversation: conversation([answer()]) },
    { type: "focus", target: "keys" },
  ])("stays the view whatever another page does: $type", (action) => {
    expect(stateAfter(loaded(), unproven, action).view.name).toBe("gateway-unproven");
  });

  it("is forgotten when the gateway itself answers, and is away when nothing does", () => {
    expect(stateAfter(unproven, loaded())).toMatchObject({ view: { name: "ready" }, unproven: null });
    expect(stateAfter(unproven, { type: "gateway-away" }).view.name).toBe("gateway-away");
  });
});

describe("a conversation that is too large to be kept", () => {
  it("stays shown as long as its window, whatever is loaded", () => {
    const long = conversation([answer(), answer()]);
    const kept: Action = { type: "kept", kept: false };
    const away: Action = { type: "gateway-away" };
    const again: Action = { type: "conversation-shown", conversation: long };
    const state = stateAfter(loaded({ conversation: long }), kept, again, away, loaded());
    expect(state).toMatchObject({ conversation: { id: long.id }, view: { name: "answer" }, unkept: true });
    expect(reduce(state, { type: "signed-out" })).toMatchObject({ conversation: null, unkept: false });
  });
});

describe("opening", () => {
  it("leads to the keys while there are none", () => {
    const state = stateAfter(loaded({ providers: NO_KEYS }));
    expect(state).toMatchObject({ view: { name: "no-key" }, focus: "paste" });
    const back = [{ type: "focus", target: null }, { type: "gateway-away" }] as const;
    expect(stateAfter(loaded({ providers: NO_KEYS }), ...back, loaded({ providers: NO_KEYS })).focus).toBe(
      "paste",
    );
  });

  it("leads to the prompt when there is a key, or a draft", () => {
    expect(stateAfter(loaded())).toMatchObject({ view: { name: "ready" }, focus: "prompt" });
    const draft: Action = { type: "draft-changed", text: "Hi", previous: null };
    expect(stateAfter(draft, loaded({ providers: NO_KEYS })).focus).toBe("prompt");
    expect(stateAfter({ type: "gateway-away" }, loaded()).focus).toBe("prompt");
  });

  it("counts a provider that needs no key as ready, and a rejected key as none", () => {
    const key = (state: KeyInfo["state"]) => [provider({ key: { ...MISSING, state } })];
    expect(stateAfter(loaded({ providers: key("not_needed") })).view.name).toBe("ready");
    expect(stateAfter(loaded({ providers: key("unverified") })).view.name).toBe("ready");
    expect(stateAfter(loaded({ providers: key("rejected") })).view.name).toBe("no-key");
  });

  it("shows the newest answer, and the keys only on demand", () => {
    const state = stateAfter(loaded({ conversation: conversation([answer()]) }));
    expect(state).toMatchObject({ view: { name: "answer", answer: answer() } });
    expect(lastPrompt(state)).toBe("Hi");
  });

  it("follows one that runs, from its first word", () => {
    const state = stateAfter(loaded({ conversation: conversation([null]) }), delta("Hello"));
    expect(shownAnswer(state)?.text).toBe("Hello");
  });

  it("leaves what is followed already as it is", () => {
    const running = conversation([null]);
    const state = stateAfter(
      loaded({ conversation: running }),
      delta("Hel"),
      loaded({ conversation: running }),
      delta("lo"),
    );
    expect(shownAnswer(state)?.text).toBe("Hello");
  });

  it("shows what a failed one had brought, with its error", () => {
    const state = stateAfter(
      loaded({ conversation: conversation([answer({ status: "failed", error: failure })]) }),
    );
    expect(state.view).toMatchObject({ name: "error", error: failure, answer: { text: "Hello" } });
  });
});

describe("a generation", () => {
  it("grows with its events, and ends as the answer", () => {
    const growing = stateAfter(loaded(), asked, start, delta("", "Hm"), delta("Hel"), delta("lo"));
    expect(growing.view).toMatchObject({
      name: "generating",
      generation: { startedAt: 1_000, answer: { id: "gen_1", text: "Hello", reasoning: "Hm" } },
    });
    const done = reduce(growing, event({ type: "done", answer: answer() }));
    expect(done.view).toEqual({ name: "answer", answer: answer() });
  });

  it("puts the last error aside, and the history", () => {
    const problem: Action = { type: "problem", error: failure };
    const state = stateAfter(loaded(), problem, { type: "history-toggled", open: true }, asked);
    expect(state).toMatchObject({ problem: null, historyOpen: false });
    expect(lastPrompt(state)).toBe("Hi");
  });

  it("grows at the end of what it continues", () => {
    const cut = answer({ text: "The gate", finish_reason: "length" });
    const state = stateAfter(
      loaded(),
      { type: "asked", conversation: conversation([cut, null]) },
      start,
      delta("house"),
    );
    expect(shownAnswer(state)?.text).toBe("The gatehouse");
    const error = event({ type: "error", error: failure });
    expect(shownAnswer(reduce(state, error))).toMatchObject({ text: "The gatehouse", status: "failed" });
  });

  it("stays in the conversation when it is over", () => {
    const state = stateAfter(loaded(), asked, start, event({ type: "done", answer: answer() }));
    expect(state.conversation && newestPart(state.conversation)).toMatchObject({
      id: "gen_1",
      answer: answer(),
    });
  });

  it("tells of a wait until the next piece arrives", () => {
    const retry = event({ type: "retry", attempt: 2, waitMs: 500, code: "rate_limited" });
    const waiting = stateAfter(loaded(), asked, start, retry);
    expect(waiting.view).toMatchObject({ generation: { retry: { attempt: 2, until: 2_500, waitMs: 500 } } });
    expect(reduce(waiting, delta("x")).view).toMatchObject({ generation: { retry: null } });
  });

  it("collects notices", () => {
    const notice = { code: "model_succeeded", message: "Another one answered" };
    expect(shownAnswer(stateAfter(loaded(), asked, event({ type: "notice", notice })))?.notices).toEqual([
      notice,
    ]);
  });

  it("keeps showing what arrived when it fails", () => {
    const state = stateAfter(loaded(), asked, start, delta("Hel"), event({ type: "error", error: failure }));
    expect(state.view).toMatchObject({ name: "error", error: failure, answer: { text: "Hel" } });
    expect(shownError(state)).toEqual(failure);
  });

  it("leaves nothing where nothing arrived", () => {
    const state = stateAfter(loaded(), asked, start, event({ type: "error", error: failure }));
    expect(state.view).toEqual({ name: "error", error: failure, answer: null });
  });

  it("is marked while it stops, and keeps what arrived", () => {
    const stopping = stateAfter(loaded(), asked, start, delta("Hel"), event({ type: "stop" }));
    expect(stopping.view).toMatchObject({ generation: { phase: "stopping" } });
    const stopped = answer({ status: "stopped", text: "Hel" });
    const state = reduce(stopping, event({ type: "done", answer: stopped }));
    expect(state.view).toEqual({ name: "answer", answer: stopped });
  });

  it("ignores events that come after its end", () => {
    const done = stateAfter(loaded(), asked, event({ type: "done", answer: answer() }));
    expect(reduce(done, delta("late"))).toBe(done);
  });

  it("fails before it began, too", () => {
    const state = stateAfter(loaded(), asked, event({ type: "error", error: failure }));
    expect(state.view).toEqual({ name: "error", error: failure, answer: null });
  });

  it("remembers when it broke off, so that a pause is counted from there", () => {
    const broken = stateAfter(loaded(), asked, start, event({ type: "error", error: failure }));
    expect(brokenOffAt(broken)).toBe(2_000);
    expect(brokenOffAt(stateAfter(loaded(), asked, event({ type: "error", error: failure })))).toBe(2_000);
    expect(brokenOffAt(stateAfter(loaded(), asked))).toBeNull();
  });
});

describe("keys", () => {
  const saved: Action = { type: "key-changed", provider: "gemini", key: OPENAI.key };

  it("stay shown when one was saved", () => {
    const state = stateAfter(loaded({ providers: NO_KEYS }), saved);
    expect(state).toMatchObject({ view: { name: "ready" } });
    expect(state.providers[1]?.key).toBe(OPENAI.key);
  });

  it("solve the error that the lack of one caused, and no other", () => {
    const missing = errorBody({ code: "missing_key", action: "add_key" });
    expect(stateAfter(loaded(), { type: "problem", error: missing }, saved).problem).toBeNull();
    expect(stateAfter(loaded(), { type: "problem", error: failure }, saved).problem).toBe(failure);
  });

  it("lead back to the start when the last is gone", () => {
    expect(stateAfter(loaded(), { type: "providers-changed", providers: NO_KEYS }).view.name).toBe("no-key");
  });

  it("leave an answer where it is", () => {
    const state = stateAfter(loaded({ conversation: conversation([answer()]) }), {
      type: "providers-changed",
      providers: NO_KEYS,
    });
    expect(state.view.name).toBe("answer");
  });

  it("are listed with one provider selected", () => {
    const state = stateAfter(loaded(), { type: "provider-selected", provider: "gemini" });
    expect(state.providers.map(({ selected }) => selected)).toEqual([false, true]);
  });
});

describe("the end of a session", () => {
  const draft: Action = { type: "draft-changed", text: "My draft", previous: "Older" };

  it("keeps the draft, and asks for the keys", () => {
    const state = stateAfter(draft, loaded({ conversation: conversation([answer()]) }), {
      type: "session-ended",
      why: "restarted",
    });
    expect(state).toMatchObject({
      view: { name: "no-key" },
      draft: "My draft",
      previousDraft: "Older",
      conversation: null,
      sessionEnd: "restarted",
      problem: { code: "session_required", action: "sign_in" },
    });
    expect(state.providers[0]?.key).toEqual(MISSING);
  });

  it("forgets everything at sign-out, but the list of providers", () => {
    const state = stateAfter(draft, loaded({ conversation: conversation([answer()]) }), {
      type: "signed-out",
    });
    expect(state).toEqual({
      ...INITIAL_STATE,
      view: { name: "no-key" },
      providers: NO_KEYS,
    });
  });
});

describe("a gateway that goes away", () => {
  it("does not bring back why it could not be started once", () => {
    const failed: Action = { type: "start-changed", start: { name: "failed", why: "not-set-up" } };
    const state = stateAfter({ type: "gateway-away" }, failed, loaded(), { type: "gateway-away" });
    expect(state.start).toEqual({ name: "idle" });
  });

  it("takes the view, and leaves the draft", () => {
    const draft: Action = { type: "draft-changed", text: "My draft", previous: null };
    const state = stateAfter(loaded(), draft, asked, { type: "gateway-away" });
    expect(state).toMatchObject({ view: { name: "gateway-away" }, draft: "My draft" });
    expect(reduce(state, loaded({ conversation: conversation([answer()]) })).view.name).toBe("answer");
  });
});
