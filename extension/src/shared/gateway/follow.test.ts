import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { answer, stream, wire } from "../../testing/fakes.ts";
import { errorBody, GatewayAway, GatewayError } from "./errors.ts";
import { type FollowOptions, follow } from "./follow.ts";
import type { GenerationEvent } from "./types.ts";

const START = wire(1, "start", { id: "gen_1", provider: "openai", model: "gpt-4" });
const HEL = wire(2, "delta", { text: "Hel" });
const LO = wire(3, "delta", { text: "lo" });
const DONE = wire(4, "done", answer());

async function all(options: Partial<FollowOptions>): Promise<GenerationEvent[]> {
  const events: GenerationEvent[] = [];
  const complete: FollowOptions = {
    reopen: () => Promise.reject(new GatewayAway()),
    signal: new AbortController().signal,
    wait: async () => undefined,
    ...options,
  };
  for await (const event of follow(complete)) events.push(event);
  return events;
}

// A look at what has arrived waits for the next; here time does not pass.
beforeEach(() => void vi.stubGlobal("setTimeout", (done: () => void) => setImmediate(done)));
afterEach(() => void vi.unstubAllGlobals());

const written = (events: readonly GenerationEvent[]) =>
  events.map((event) => (event.type === "delta" ? event.text : "")).join("");

describe("follow", () => {
  it("reads a stream to its end, however it is cut into pieces", async () => {
    const letters = [...[START, ": alive\n\n", HEL, LO, DONE].join("")];
    const events = await all({ first: stream(letters) });
    expect(events.map(({ type }) => type)).toEqual(["start", "delta", "delta", "done"]);
    expect(written(events)).toBe("Hello");
    expect(events.at(-1)).toEqual({ type: "done", answer: answer() });
  });

  it("keeps characters whole that are cut between two pieces", async () => {
    const bytes = new TextEncoder().encode(wire(1, "delta", { text: "Größe 👋" }) + DONE);
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    expect(written(await all({ first: new Response(body) }))).toBe("Größe 👋");
  });

  it.each(["end", "break"] as const)(
    "resumes after the last event when the stream %ss early",
    async (how) => {
      const asked: (string | undefined)[] = [];
      const events = await all({
        first: stream([START, HEL], how),
        reopen: async (lastEventId) => {
          asked.push(lastEventId);
          return stream([LO, DONE]);
        },
      });
      expect(asked).toEqual(["2"]);
      expect(written(events)).toBe("Hello");
    },
  );

  it("asks from the start when it is the first to look", async () => {
    const asked: (string | undefined)[] = [];
    await all({
      reopen: async (lastEventId) => {
        asked.push(lastEventId);
        return stream([START, HEL, LO, DONE]);
      },
    });
    expect(asked).toEqual([undefined]);
  });

  it("gives up when the gateway stays away, after waiting longer each time", async () => {
    const waits: number[] = [];
    const wait = async (milliseconds: number) => {
      waits.push(milliseconds);
    };
    await expect(all({ first: stream([START], "break"), wait })).rejects.toBeInstanceOf(GatewayAway);
    expect(waits.length).toBeGreaterThan(2);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
  });

  it("starts counting anew with every piece that arrives", async () => {
    let pieces = 0;
    const reopen = async () => {
      pieces += 1;
      return pieces < 20 ? stream([wire(pieces, "delta", { text: "x" })], "break") : stream([DONE]);
    };
    expect(written(await all({ reopen }))).toHaveLength(19);
  });

  it("does not ask again after a refusal", async () => {
    const refused = new GatewayError(errorBody({ code: "generation_not_found" }));
    await expect(all({ reopen: () => Promise.reject(refused) })).rejects.toBe(refused);
  });

  it("ends with an error event, and unwraps its error", async () => {
    const error = errorBody({ code: "provider_error", message: "Broke off" });
    const events = await all({ first: stream([START, wire(2, "error", { error: { error } })]) });
    expect(events.at(-1)).toEqual({ type: "error", error });
  });

  it("passes over events it does not know", async () => {
    const events = await all({ first: stream([wire(1, "weather", { sun: true }), DONE]) });
    expect(events.map(({ type }) => type)).toEqual(["done"]);
  });

  it("gives pieces that have arrived together as one", async () => {
    const events = await all({
      first: stream([START + HEL, LO + wire(4, "delta", { reasoning: "Hm" }) + DONE]),
    });
    expect(events.map((event) => (event.type === "delta" ? event : event.type))).toEqual([
      "start",
      { type: "delta", text: "Hel", reasoning: "" },
      { type: "delta", text: "lo", reasoning: "Hm" },
      "done",
    ]);
  });

  it("looks at intervals, but reads on while much is waiting", async () => {
    const pauses: unknown[] = [];
    vi.stubGlobal("setTimeout", (done: () => void, pause: number) => {
      pauses.push(pause);
      setImmediate(done);
    });
    const much = wire(2, "delta", { text: "x".repeat(10_000) });
    expect(written(await all({ first: stream([START, much, LO, DONE]) }))).toHaveLength(10_002);
    expect(pauses).toEqual([80, 0, 80]);
  });

  it("resumes after the last of such pieces", async () => {
    const reopen = vi.fn(async () => stream([DONE]));
    await all({ first: stream([START + HEL + LO], "break"), reopen });
    expect(reopen).toHaveBeenCalledExactlyOnceWith("3");
  });

  it("gives nothing more when it is told to stop, though it has arrived", async () => {
    const controller = new AbortController();
    const seen: string[] = [];
    const { signal } = controller;
    const reading = (async () => {
      const reopen = () => Promise.reject(new GatewayAway());
      for await (const { type } of follow({ first: stream([START + HEL + DONE]), reopen, signal })) {
        seen.push(type);
        controller.abort();
      }
    })();
    await expect(reading).rejects.toHaveProperty("name", "AbortError");
    expect(seen).toEqual(["start"]);
  });

  it("stops when it is told to", async () => {
    const controller = new AbortController();
    controller.abort();
    const promise = all({ signal: controller.signal, reopen: () => Promise.reject(new TypeError()) });
    await expect(promise).rejects.toHaveProperty("name", "AbortError");
  });
});
