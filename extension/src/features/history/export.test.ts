// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { answer, conversation, provider } from "../../testing/fakes.ts";
import { followedUp, withPart } from "../conversation/conversation.ts";
import { exportedConversation } from "./export.ts";

const nameOf = (id: string) => ({ openai: "OpenAI" })[id] ?? id;
const named = (prompt: string) => {
  const one = conversation([answer({ text: "Hello" })], { startedAt: Date.parse("2026-11-22T13:00:00Z") });
  return { ...one, turns: one.turns.map((turn) => ({ ...turn, prompt })) };
};

describe("an exported conversation", () => {
  it("has every question with its answer", () => {
    const two = followedUp(named("What is a gatehouse?\nShort, please."), "And a *moat*?", provider(), 2);
    const { text } = exportedConversation(
      withPart(two, (part) => part.answer === null, { answer: answer({ text: "Water.\n" }) }),
      "What is a gatehouse?",
      nameOf,
    );
    expect(text).toMatch(/^# What is a gatehouse\?\n/);
    expect(text).toContain(
      "**You**\n\n> What is a gatehouse?\n> Short, please.\n\n**OpenAI · gpt-4.1**\n\nHello\n",
    );
    expect(text).toContain("\n---\n\n**You**\n\n> And a *moat*?\n\n**OpenAI · gpt-4.1**\n\nWater.\n");
  });

  it("closes a block of code that was cut", () => {
    const { text } = exportedConversation(conversation([answer({ text: "~~~js\nlet x" }), null]), "", nameOf);
    expect(text).toContain("~~~js\nlet x\n~~~\n");
  });

  it("says where there is no answer", () => {
    expect(exportedConversation(conversation([null]), "", nameOf).text).toContain("*No answer.*");
  });

  it.each([
    ["What is a gatehouse?", "gatehouse-2026-11-22-what-is-a-gatehouse.md"],
    ["../../etc: <b>\\ Größe 門楼", "gatehouse-2026-11-22-etc-b-größe-門楼.md"],
    ["???", "gatehouse-2026-11-22.md"],
    ["x".repeat(99), `gatehouse-2026-11-22-${"x".repeat(60)}.md`],
  ])("is called after %s", (prompt, name) => {
    expect(exportedConversation(named(prompt), prompt, nameOf).name).toBe(name);
  });
});
