import type { ErrorBody } from "../../shared/gateway/types.ts";
import { strings } from "../../shared/locales/index.ts";
import { own } from "../../shared/own.ts";
import { providerName, selectedProvider } from "../models/providers.ts";
import type { PageState } from "./state.ts";

/** For these the gateway's own message has numbers, names or a status that no translated sentence could have. */
const WITH_THE_GATEWAYS_MESSAGE = [
  "invalid_request",
  "gateway_outdated",
  "extension_outdated",
  "context_too_long",
  "internal",
  "provider_error",
  "permission_denied",
];

/** In a message, what no translated sentence has: the address of a proxy, or the variable that names one. */
const PROXY = /:\/\/|_PROXY\b/;

/** The id of the provider that an error is about. */
export function providerOf(error: ErrorBody, state: PageState): string {
  return error.provider ?? selectedProvider(state)?.id ?? "";
}

/** Whether the gateway refuses this browser's requests as such, for example for their cookies: no prompt caused it. */
export function isAboutTheConnection(error: ErrorBody, state: PageState): boolean {
  return error.code === "invalid_request" && state.problem === error;
}

/** What happened and what to do, in whole sentences. */
export function explanation(error: ErrorBody, state: PageState): string {
  const { code, message } = error;
  if (code === "session_required") {
    return strings.error.sessionEnded(strings.error.whyEnded[state.sessionEnd ?? "idle"]);
  }
  if (isAboutTheConnection(error, state)) return message;
  if (code === "provider_unreachable" && PROXY.test(message)) return message;
  // Something on the way to the provider takes less than the gateway.
  if (code === "request_too_large" && error.provider !== null) return message;
  const id = providerOf(error, state);
  const sentence = own(strings.error.sentences, code)?.(providerName(state, id), id);
  if (!sentence) return message;
  return WITH_THE_GATEWAYS_MESSAGE.includes(code) ? `${message} ${sentence}`.trim() : sentence;
}
