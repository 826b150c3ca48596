import type { NewAccessToken, Provider } from "../../shared/gateway/types.ts";
import { isUsable } from "../models/providers.ts";

/** A provider's own API as the gateway offers it to a program with a token. */
export interface Api {
  id: "openai" | "anthropic" | "gemini";
  name: string;
  baseUrl: string;
  /** A provider that this API reaches with the token. Its id is also a name of its fixed model. */
  provider: string;
}

/** The providers that the token may use and that have a key. */
export function usableProviders(
  { providers: allowed }: NewAccessToken,
  all: readonly Provider[],
): Provider[] {
  return all.filter((one) => isUsable(one) && (allowed?.includes(one.id) ?? true));
}

/**
 * The APIs that the token is of use for. `address` is the gateway's, like http://127.0.0.1:8765. OpenAI's chat
 * completions reach every provider, the other APIs only their own.
 */
export function apisOf(token: NewAccessToken, all: readonly Provider[], address: string): Api[] {
  const usable = usableProviders(token, all);
  const by = (id: string) => usable.find((one) => one.id === id);
  const asked = by("openai") ?? usable.find(({ selected }) => selected) ?? usable[0];
  const provider = asked?.id ?? token.providers?.[0] ?? all[0]?.id ?? "";
  const apis: Api[] = [{ id: "openai", name: "OpenAI", baseUrl: `${address}/v1`, provider }];
  if (by("anthropic")) {
    apis.push({ id: "anthropic", name: "Anthropic", baseUrl: address, provider: "anthropic" });
  }
  if (by("gemini")) apis.push({ id: "gemini", name: "Gemini", baseUrl: address, provider: "gemini" });
  return apis;
}
