import type { Answer, ErrorBody, Provider } from "../gateway/types.ts";
import type { Field } from "../page/fields.ts";
import type { State } from "./state.ts";

export function isUsable(provider: Provider): boolean {
  return provider.key.state !== "missing" && provider.key.state !== "rejected";
}

export function hasUsableKey(providers: readonly Provider[]): boolean {
  return providers.some(isUsable);
}

export function selectedProvider(state: State): Provider | undefined {
  return state.providers.find(({ selected }) => selected) ?? state.providers[0];
}

export function providerName(state: State, id: string | null): string {
  return state.providers.find((provider) => provider.id === id)?.name ?? id ?? "";
}

/** The answer in sight, whole or in part. */
export function shownAnswer({ view }: State): Answer | null {
  if (view.name === "generating") return view.generation.answer;
  return view.name === "answer" || view.name === "error" ? view.answer : null;
}

/** At most one error is in sight: the latest. */
export function shownError({ view, problem }: State): ErrorBody | null {
  return problem ?? (view.name === "error" ? view.error : null);
}

/** The editable field that the answer in sight is meant for. */
export function answeredField({ fieldPrompts, prompt }: State): Field | null {
  return fieldPrompts.find((one) => one.prompt === prompt)?.field ?? null;
}
