import type { State } from "../../entrypoints/app/state.ts";
import type { ErrorBody } from "../../shared/gateway/types.ts";
import { strings } from "../../shared/locales/index.ts";
import {
  conversationTooLong,
  lastPrompt,
  providerName,
  selectedProvider,
} from "../conversation/selectors.ts";

/** Here the gateway's own sentence tells what no other could: numbers, names, a status. */
const TOLD_BY_THE_GATEWAY = [
  "invalid_request",
  "gateway_outdated",
  "extension_outdated",
  "context_too_long",
  "internal",
  "provider_error",
];

const LIMIT_BYTES = 8 * 1024 * 1024;
const MEGABYTE = 1e6;

/** Megabytes by which the prompt is over the gateway's limit, where it is known. */
function tooLargeBy(prompt: string | null): number | null {
  const over = new TextEncoder().encode(JSON.stringify(prompt)).length - LIMIT_BYTES;
  return prompt !== null && over > 0 ? over / MEGABYTE : null;
}

/** What happened and what to do, in whole sentences. */
export function explanation(error: ErrorBody, state: State): string {
  const { code, message } = error;
  if (code === "session_required" || code === "csrf_failed") {
    return strings.error.sessionEnded(strings.error.whyEnded[state.sessionEnd ?? "idle"]);
  }
  const megabytes = code === "request_too_large" ? tooLargeBy(lastPrompt(state)) : null;
  if (megabytes !== null) return strings.error.tooLargeBy(megabytes);

  const id = error.provider ?? selectedProvider(state)?.id ?? "";
  if (conversationTooLong(state, error)) return strings.error.conversationTooLong(providerName(state, id));
  const sentence = strings.error.sentences[code]?.(providerName(state, id), id);
  if (!sentence) return message;
  return TOLD_BY_THE_GATEWAY.includes(code) ? `${message} ${sentence}`.trim() : sentence;
}
