import { strings } from "../../shared/locales/index.ts";
import { own } from "../../shared/own.ts";
import type { Generation } from "./generation.ts";

/** What a generation is doing, in a few words. `provider` is the provider's name. */
export function progressText({ answer, phase, retry }: Generation, provider: string): string {
  if (phase === "stopping") return strings.status.stopping;
  if (retry) return own(strings.status.retryReason, retry.code) ?? strings.status.waiting(provider);
  if (answer.text) return strings.status.answering(provider);
  return answer.reasoning ? strings.status.thinking(provider) : strings.status.waiting(provider);
}

/** How long a generation has been running, in whole seconds. */
export function elapsedText(startedAt: number, now: number): string {
  return strings.status.elapsed(Math.max(0, Math.floor((now - startedAt) / 1000) * 1000));
}
