import type { Provider } from "../../shared/gateway/types.ts";

export type KnownProvider = Pick<Provider, "id" | "name" | "key_prefixes">;

/** OpenRouter's keys begin like OpenAI's. The built-in catalogue has no OpenRouter that could say so. */
const OF_NO_PROVIDER = "sk-or-";

/** The public prefixes of all keys that are known, the longest first. */
export function knownPrefixes(providers: readonly KnownProvider[]): string[] {
  return [OF_NO_PROVIDER, ...providers.flatMap(({ key_prefixes }) => key_prefixes)]
    .filter((one) => one !== "")
    .toSorted((one, other) => other.length - one.length);
}

/**
 * The longest of the providers' public prefixes that a key begins with, and whose it is: null where it is
 * nobody's, or where several providers have it.
 */
export function prefixOf(
  key: string,
  providers: readonly KnownProvider[],
): { prefix: string; provider: string | null } | null {
  const prefix = knownPrefixes(providers).find((one) => key.startsWith(one));
  if (prefix === undefined) return null;
  const [owner, another] = providers.filter(({ key_prefixes }) => key_prefixes.includes(prefix));
  return { prefix, provider: owner && !another ? owner.id : null };
}
