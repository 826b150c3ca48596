import { type KnownProvider, prefixOf } from "./prefixes.ts";

/** The form in which a key may be shown: the public prefix that all keys of its kind have, and its last four. */
export function maskKey(key: string, providers: readonly KnownProvider[]): string {
  return `${prefixOf(key, providers)?.prefix ?? ""}…${key.slice(-4)}`;
}
