import { describe, expect, it } from "vitest";
import { errorBody } from "../../shared/gateway/errors.ts";
import type { GenerationEvent } from "../../shared/gateway/types.ts";
import { answer } from "../../testing/fakes.ts";
import {
  beginGeneration,
  blankAnswer,
  failedAt,
  foundGeneration,
  type Generation,
  type GenerationStep,
  nextGeneration,
} from "./generation.ts";

const ASKED = beginGeneration("ref", blankAnswer("", { id: "openai", model: "gpt-4" }, 1_000), 1_000);
const START: GenerationEvent = { type: "start", id: "gen_1", provider: "openai", model: "gpt-4" };
const STOP: GenerationStep = { type: "stop" };
const DONE: GenerationEvent = { type: "done", answer: answer() };
const FAILED: GenerationEvent = { type: "error", error: errorBody({ code: "provider_error" }) };
const RETRY: GenerationEvent = { type: "retry", attempt: 2, waitMs: 500, code: "rate_limited" };
const piece = (text: string, reasoning = ""): GenerationEvent => ({ type: "delta", text, reasoning });

function stepped(...steps: GenerationStep[]): Generation {
  return steps.reduce((generation, step) => nextGeneration(generation, step, 2_000), ASKED);
}

describe("a generation", () => {
  it.each<[Generation["phase"], GenerationStep[]]>([
    ["running", []],
    ["running", [START, piece("Hel"), RETRY]],
    ["stopping", [STOP]],
    ["stopping", [START, STOP, piece("lo")]],
    ["stopping", [STOP, START]],
    ["over", [START, DONE]],
    ["over", [START, STOP, DONE]],
    ["over", [FAILED]],
  ])("is %s after %j", (phase, steps) => {
    expect(stepped(...steps).phase).toBe(phase);
  });

  it.each([START, piece("late"), RETRY, STOP, DONE, FAILED])("stays as it is once it is over: %j", (late) => {
    for (const end of [DONE, FAILED]) {
      const over = stepped(START, end);
      expect(nextGeneration(over, late, 3_000)).toBe(over);
    }
  });

  it("collects what arrives", () => {
    const notice = { code: "model_succeeded", message: "Another one answered" };
    const { answer: grown } = stepped(START, piece("", "Hm"), piece("Hel"), piece("lo"), {
      type: "notice",
      notice,
    });
    expect(grown).toMatchObject({ id: "gen_1", text: "Hello", reasoning: "Hm", notices: [notice] });
  });

  it("waits before an attempt until the next piece or its end", () => {
    const wait = { attempt: 2, waitMs: 500, until: 2_500, code: "rate_limited" };
    expect(stepped(START, RETRY).retry).toEqual(wait);
    for (const next of [piece("x"), DONE, FAILED]) expect(stepped(START, RETRY, next).retry).toBeNull();
  });

  it("counts the time to the first piece itself, until the gateway tells it", () => {
    expect(stepped(START).firstTokenMs).toBeNull();
    expect(stepped(START, piece("x"), piece("y")).firstTokenMs).toBe(1_000);
    const timing = { first_token_ms: 990, total_ms: 1_200 };
    expect(stepped(START, piece("x"), { type: "done", answer: answer({ timing }) }).firstTokenMs).toBe(990);
  });

  it("keeps what arrived before it broke off, and when that was", () => {
    const { answer: broken } = stepped(START, piece("Hel"), FAILED);
    expect(broken).toMatchObject({ status: "failed", text: "Hel", error: { code: "provider_error" } });
    expect(failedAt(broken)).toBe(2_000);
    expect(failedAt(answer())).toBeNull();
  });

  it("is found as the gateway lists it, from its first piece if it still runs", () => {
    const timing = { first_token_ms: 120, total_ms: 400 };
    const running = foundGeneration("ref", answer({ status: "running", text: "So far", timing }));
    expect(running).toMatchObject({ phase: "running", firstTokenMs: 120, answer: { id: "gen_1", text: "" } });
    expect(foundGeneration("ref", answer())).toMatchObject({ phase: "over", answer: answer() });
  });
});
