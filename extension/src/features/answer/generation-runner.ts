import type { Gateway } from "../../shared/gateway/client.ts";
import { GatewayError } from "../../shared/gateway/errors.ts";
import { type GatewayLost, lostGateway } from "../../shared/gateway/refusal.ts";
import type { GenerateRequest, GenerationEvent } from "../../shared/gateway/types.ts";
import type { Generation, GenerationStep } from "./generation.ts";

/** Where generations are kept and shown. */
export interface GenerationHost {
  /** The generation with this `ref`; undefined where it is not shown any more. */
  find(ref: string): Generation | undefined;
  /** Takes a step of a generation that is shown. */
  step(ref: string, step: GenerationStep): void;
  /** A provider refused its key while it answered. */
  onKeyRejected(provider: string): void;
  onGatewayLost(lost: GatewayLost): void;
}

/** Starts, follows and stops generations at the gateway. */
export interface GenerationRunner {
  /** Resolves when nothing more is to come. `onTaken` is called when the gateway has accepted the request. */
  start(ref: string, request: GenerateRequest, onTaken?: () => void): Promise<void>;
  /** Follows a generation that runs already, from its first event on. */
  follow(ref: string, id: string): Promise<void>;
  isFollowing(ref: string): boolean;
  stop(ref: string): Promise<void>;
  /** Stops listening, to one generation or to all. At the gateway they go on. */
  unfollow(ref?: string): void;
}

export function createGenerationRunner(
  gateway: Pick<Gateway, "generate" | "followGeneration" | "stopGeneration">,
  host: GenerationHost,
): GenerationRunner {
  const following = new Map<string, AbortController>();

  function unfollow(ref?: string): void {
    for (const one of ref === undefined ? [...following.keys()] : [ref]) {
      following.get(one)?.abort();
      following.delete(one);
    }
  }

  function fail(ref: string, error: unknown): void {
    const lost = lostGateway(error);
    if (lost) host.onGatewayLost(lost);
    else if (error instanceof GatewayError) step(ref, { type: "error", error: error.body });
    else throw error;
  }

  /** Steps of a generation that is not shown any more are dropped. */
  function step(ref: string, next: GenerationStep): void {
    if (host.find(ref)) host.step(ref, next);
  }

  function receive(ref: string, event: GenerationEvent): void {
    step(ref, event);
    // Stop was pressed before the generation had an id.
    if (event.type === "start" && host.find(ref)?.phase === "stopping") void stopById(ref, event.id);
    if (event.type === "error" && event.error.code === "key_rejected" && event.error.provider !== null) {
      host.onKeyRejected(event.error.provider);
    }
  }

  async function listen(
    ref: string,
    open: (signal: AbortSignal) => AsyncIterable<GenerationEvent>,
    onTaken = () => {},
  ): Promise<void> {
    unfollow(ref);
    const controller = new AbortController();
    const { signal } = controller;
    following.set(ref, controller);
    try {
      for await (const event of open(signal)) {
        receive(ref, event);
        if (event.type === "start") onTaken();
      }
    } catch (error) {
      if (!signal.aborted) fail(ref, error);
    } finally {
      // It may be followed again by now.
      if (following.get(ref) === controller) following.delete(ref);
    }
  }

  async function stopById(ref: string, id: string): Promise<void> {
    // Until the gateway answers, the page may have turned to another generation.
    const isShown = () => host.find(ref)?.answer.id === id;
    try {
      const answer = await gateway.stopGeneration(id);
      if (!isShown()) return;
      unfollow(ref);
      step(ref, { type: "done", answer });
    } catch (error) {
      if (isShown() || !(error instanceof GatewayError)) fail(ref, error);
    }
  }

  return {
    start: (ref, request, onTaken) => listen(ref, (signal) => gateway.generate(request, signal), onTaken),
    follow: (ref, id) => listen(ref, (signal) => gateway.followGeneration(id, signal)),
    isFollowing: (ref) => following.has(ref),
    unfollow,

    async stop(ref) {
      const generation = host.find(ref);
      if (!generation || generation.phase === "over") return;
      step(ref, { type: "stop" });
      if (generation.answer.id !== "") await stopById(ref, generation.answer.id);
    },
  };
}
