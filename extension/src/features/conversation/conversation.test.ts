import { describe, expect, it } from "vitest";
import { answer, conversation as conversationOf, provider } from "../../testing/fakes.ts";
import { answerOf, textOf } from "./answer-of.ts";
import {
  beginConversation,
  type Conversation,
  continued,
  followedUp,
  newestTurn,
  regenerated,
  runningPart,
  shownVersion,
  turnsSentAlong,
  withOlderTurnsLeftOut,
  withPart,
  withVersionShown,
} from "./conversation.ts";
import { requestFor } from "./request.ts";

const OPENAI = provider();
const GEMINI = provider({ id: "gemini", model: "gemini-1.5-pro-1m" });

/** What runs has been answered with that text. */
function answered(running: Conversation, text: string): Conversation {
  const part = runningPart(running);
  return withPart(running, ({ ref }) => ref === part?.ref, { id: "gen", answer: answer({ text }) });
}

function conversation(...turns: [string, string][]): Conversation {
  const [[prompt, text] = ["", ""], ...rest] = turns;
  const first = answered(beginConversation(prompt, OPENAI, 1), text);
  return rest.reduce((so_far, [asked, said]) => answered(followedUp(so_far, asked, OPENAI, 2), said), first);
}

describe("a request", () => {
  it("is the prompt alone where nothing was said before", () => {
    expect(requestFor(beginConversation("Hi", OPENAI, 1))).toEqual({ prompt: "Hi", provider: "openai" });
  });

  it("carries what was said, in the version that is shown", () => {
    const twice = answered(regenerated(conversation(["Hi", "First"]), GEMINI, 2), "Second");
    const roles = (one: Conversation) => requestFor(followedUp(one, "More", OPENAI, 3));
    expect(roles(twice)).toEqual({
      provider: "openai",
      messages: [
        { role: "user", content: "Hi" },
        { role: "assistant", content: "Second" },
        { role: "user", content: "More" },
      ],
    });
    expect(roles(withVersionShown(twice, 0))).toMatchObject({ messages: { 1: { content: "First" } } });
  });

  it("passes over a question that brought nothing", () => {
    const failed = followedUp(conversation(["Hi", "Hello"]), "Fails", OPENAI, 2);
    const lost = withPart(failed, ({ answer: one }) => one === null, { answer: answer({ text: "" }) });
    const sent = requestFor({
      ...lost,
      turns: [...lost.turns, newestTurn(beginConversation("Next", OPENAI, 3))],
    });
    expect(JSON.stringify(sent)).not.toContain("Fails");
  });

  it("ends with the person's words where an answer is to go on", () => {
    const cut = continued(conversation(["Hi", "Hello"], ["More", "It has two tow"]), 3);
    const { messages } = requestFor(cut) as { messages: { role: string; content: string }[] };
    expect(messages.map(({ role }) => role)).toEqual(["user", "assistant", "user", "assistant", "user"]);
    expect(messages[3]?.content).toBe("It has two tow");
    expect(messages[4]?.content).toMatch(/Go on exactly where it stopped.*\n\nIt has two tow$/s);
  });

  it("leaves the older half out, again and again", () => {
    const long = followedUp(conversation(["1", "a"], ["2", "b"], ["3", "c"]), "4", OPENAI, 4);
    const contents = (one: Conversation) => {
      const request = requestFor(one);
      return "messages" in request ? request.messages.map(({ content }) => content) : [request.prompt];
    };
    expect(turnsSentAlong(long)).toBe(3);
    const half = withOlderTurnsLeftOut(long);
    expect(contents(half)).toEqual(["3", "c", "4"]);
    expect(contents(followedUp(answered(half, "d"), "5", OPENAI, 5))).toEqual(["3", "c", "4", "d", "5"]);
    const alone = withOlderTurnsLeftOut(half);
    expect(contents(alone)).toEqual(["4"]);
    expect(turnsSentAlong(alone)).toBe(0);
  });
});

describe("a conversation", () => {
  it("gives a version that brought nothing up for the next", () => {
    const failed = withPart(beginConversation("Hi", OPENAI, 1), () => true, { answer: answer({ text: "" }) });
    expect(newestTurn(regenerated(failed, GEMINI, 2)).versions).toHaveLength(1);
  });

  it("asks a question that brought nothing no second time", () => {
    const failed = followedUp(conversation(["Hi", "Hello"]), "Fails", OPENAI, 2);
    const lost = withPart(failed, ({ answer: one }) => one === null, { answer: answer({ text: "" }) });
    expect(followedUp(lost, "Better", OPENAI, 3).turns.map(({ prompt }) => prompt)).toEqual(["Hi", "Better"]);
  });

  it("gives a part that brought nothing up for the next", () => {
    const failed = continued(conversationOf([answer({ text: "The gate" }), answer({ text: "" })]), 3);
    expect(shownVersion(newestTurn(failed)).parts).toHaveLength(2);
    expect(textOf(newestTurn(answered(failed, "house")))).toBe("The gatehouse");
  });

  it("shows only versions that there are", () => {
    const one = conversation(["Hi", "Hello"]);
    expect(withVersionShown(one, 1)).toBe(one);
  });
});

describe("an answer of several parts", () => {
  const first = answer({ text: "The gate", cost_usd: 0.5, finish_reason: "length" });
  const second = answer({ text: "house", cost_usd: 0.25, notices: [{ code: "n", message: "Another one" }] });
  const joined = (...answers: (ReturnType<typeof answer> | null)[]) =>
    answerOf(shownVersion(newestTurn(conversationOf(answers))));

  it("counts what all of them cost", () => {
    expect(joined(first, second)).toMatchObject({
      text: "The gatehouse",
      finish_reason: "stop",
      cost_usd: 0.75,
      usage: { input_tokens: 2, output_tokens: 4, total_tokens: 6 },
      timing: { first_token_ms: 10, total_ms: 40 },
    });
  });

  it("claims no cost where one of them is not known", () => {
    expect(joined(answer({ usage: null, cost_usd: null }), second)).toMatchObject({
      usage: null,
      cost_usd: null,
    });
  });

  it("tells the same notice once", () => {
    expect(joined({ ...second, text: "The gate" }, second)?.notices).toHaveLength(1);
  });
});
