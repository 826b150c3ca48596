import { describe, expect, it } from "vitest";
import { errorBody } from "../../shared/gateway/errors.ts";
import type { GenerationEvent } from "../../shared/gateway/types.ts";
import { answer, provider } from "../../testing/fakes.ts";
import type { GenerationStep } from "../answer/generation.ts";
import { type CompareAction, reduceCompare } from "./reducer.ts";
import { isRunning, participants, verdict } from "./selectors.ts";
import { type CompareState, NOTHING_COMPARED } from "./state.ts";

const GEMINI = provider({ id: "gemini", name: "Gemini", model: "gemini-1.5-pro-1m", selected: false });
const ASKED: CompareAction = { type: "asked", prompt: "Hi", providers: [provider(), GEMINI], at: 1000 };

function compared(...actions: CompareAction[]): CompareState {
  return actions.reduce(reduceCompare, NOTHING_COMPARED);
}

function event(of: string, what: GenerationStep, at: number): CompareAction {
  return { type: "step", provider: of, step: what, at };
}

const piece = (text: string): GenerationEvent => ({ type: "delta", text, reasoning: "" });

describe("a comparison", () => {
  it("begins with a column for each provider", () => {
    const state = compared(ASKED);
    expect(state.prompt).toBe("Hi");
    expect(state.columns.map(({ ref, answer, phase }) => [ref, answer.model, phase])).toEqual([
      ["openai", "gpt-4", "running"],
      ["gemini", "gemini-1.5-pro-1m", "running"],
    ]);
  });

  it("gives every event to its own column", () => {
    const start: GenerationEvent = { type: "start", id: "gen_2", provider: "gemini", model: "m" };
    const state = compared(
      ASKED,
      event("gemini", start, 1010),
      event("gemini", piece("Hel"), 1400),
      event("gemini", piece("lo"), 1800),
    );
    expect(state.columns).toMatchObject([
      { ref: "openai", firstTokenMs: null, answer: { id: "", text: "" } },
      { firstTokenMs: 400, answer: { id: "gen_2", text: "Hello" } },
    ]);
  });

  it("believes the gateway's clock in the end", () => {
    const done = answer({ timing: { first_token_ms: 390, total_ms: 900 } });
    const state = compared(
      ASKED,
      event("openai", piece("Hel"), 1400),
      event("openai", { type: "done", answer: done }, 1901),
    );
    expect(state.columns[0]).toMatchObject({ firstTokenMs: 390, phase: "over", answer: done });
  });

  it("keeps an error, and what came before it, beside the others' answers", () => {
    const error = errorBody({ code: "provider_overloaded" });
    const state = compared(
      ASKED,
      event("openai", piece("Hel"), 1400),
      event("openai", { type: "error", error }, 1500),
      event("gemini", { type: "error", error }, 1600),
    );
    expect(state.columns).toMatchObject([
      { phase: "over", answer: { error, text: "Hel" } },
      { phase: "over", answer: { error, text: "" } },
    ]);
  });

  it("tells the wait before the next attempt, until something comes", () => {
    const retry: GenerationEvent = { type: "retry", attempt: 2, waitMs: 500, code: "rate_limited" };
    const waiting = compared(ASKED, event("openai", retry, 1100));
    expect(waiting.columns[0]?.retry).toEqual({ attempt: 2, waitMs: 500, until: 1600, code: "rate_limited" });
    expect(reduceCompare(waiting, event("openai", piece("Hel"), 1700)).columns[0]?.retry).toBeNull();
  });

  it("asks one of them again and leaves the others", () => {
    const state = compared(
      ASKED,
      event("openai", { type: "done", answer: answer() }, 1100),
      event("gemini", { type: "done", answer: answer({ provider: "gemini" }) }, 1200),
      { type: "asked-again", provider: GEMINI, at: 2000 },
    );
    expect(state.columns).toMatchObject([
      { phase: "over", answer: { text: "Hello" } },
      { phase: "running", startedAt: 2000, answer: { id: "", text: "" } },
    ]);
  });

  it("ignores an event of a generation that is over", () => {
    const stopped = answer({ status: "stopped" });
    expect(isRunning(compared(ASKED))).toBe(true);
    const finished = compared(ASKED, event("openai", { type: "done", answer: stopped }, 2000));
    expect(reduceCompare(finished, event("openai", piece("late"), 3000))).toEqual(finished);
  });

  it("is found again as the gateway tells it", () => {
    const failure = errorBody({ code: "rate_limited" });
    const state = compared({
      type: "found",
      prompt: "Hi",
      answers: [
        answer({ status: "running", text: "told again", timing: { first_token_ms: 120, total_ms: 1 } }),
        answer({ provider: "gemini", status: "failed", text: "", error: failure }),
      ],
      excluded: ["anthropic"],
    });
    expect(state).toMatchObject({
      prompt: "Hi",
      excluded: ["anthropic"],
      columns: [
        { firstTokenMs: 120, phase: "running", answer: { id: "gen_1", text: "" } },
        { phase: "over", answer: { error: failure } },
      ],
    });
  });

  it("is nothing where the gateway has forgotten it", () => {
    const found: CompareAction = { type: "found", prompt: "Hi", answers: [], excluded: [] };
    expect(compared(found)).toEqual(NOTHING_COMPARED);
  });

  it("remembers the choice of providers over a session's end", () => {
    const left: CompareAction = { type: "chosen", provider: "gemini", takesPart: false };
    expect(compared(left, ASKED, { type: "cleared" })).toEqual({ ...NOTHING_COMPARED, excluded: ["gemini"] });
    expect(compared(left, left).excluded).toEqual(["gemini"]);
    expect(compared(left, { ...left, takesPart: true }).excluded).toEqual([]);
  });
});

describe("who takes part", () => {
  it("has a usable key and was not left out", () => {
    const missing = { state: "missing", masked: null, added_at: null, checked_at: null } as const;
    const providers = [provider(), GEMINI, provider({ id: "anthropic", key: missing })];
    expect(participants(NOTHING_COMPARED, providers)).toEqual([provider(), GEMINI]);
    expect(participants({ ...NOTHING_COMPARED, excluded: ["openai"] }, providers)).toEqual([GEMINI]);
  });
});

describe("the verdict", () => {
  function ended(...answers: Partial<ReturnType<typeof answer>>[]): CompareState {
    const full = answers.map((parts, index) => answer({ provider: `p${index}`, ...parts }));
    return compared({ type: "found", prompt: "Hi", answers: full, excluded: [] });
  }
  const took = (total_ms: number) => ({ timing: { first_token_ms: 1, total_ms } });

  it("names the fastest and the cheapest", () => {
    const state = ended({ ...took(900), cost_usd: 0.001 }, { ...took(500), cost_usd: 0.002 });
    expect(verdict(state)).toEqual({
      fastest: { provider: "p1", value: 500 },
      cheapest: { provider: "p0", value: 0.001 },
    });
  });

  it("counts neither stopped nor broken answers, nor unknown prices", () => {
    const state = ended(
      { ...took(900), cost_usd: null },
      { ...took(100), status: "stopped", cost_usd: 0 },
      { ...took(50), status: "failed", error: errorBody({ code: "internal" }), cost_usd: 0 },
      { ...took(800), cost_usd: 0.5 },
    );
    expect(verdict(state)).toEqual({ fastest: { provider: "p3", value: 800 }, cheapest: null });
  });

  it("has none of one answer, or of equals", () => {
    expect(verdict(ended({}))).toEqual({ fastest: null, cheapest: null });
    expect(verdict(ended({}, {}))).toEqual({ fastest: null, cheapest: null });
  });
});
