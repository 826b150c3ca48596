import { findKeys } from "./find-keys.ts";
import { legible } from "./legible.ts";
import { type Owner, ownerOf } from "./owner.ts";
import { type KnownProvider, knownPrefixes, prefixOf } from "./prefixes.ts";

/** A key found in pasted text; `provider` is null where it is not clear whose it is. */
export interface FoundKey {
  key: string;
  provider: string | null;
}

/** The keys in a text, each once, in its order. `unclear`: there is another, but not where it begins or ends. */
export interface Recognised {
  keys: FoundKey[];
  unclear: boolean;
}

/**
 * The prefixes of well-known keys and of the gateway's access tokens. They are here in addition to the catalogue's,
 * because texts that are about to be stored are also checked where no gateway has been asked for the catalogue, as
 * on the options page.
 */
const WELL_KNOWN_KEY = /(sk-|AIza|AQ\.|gtw_)[\w-]{16}/;

/** Nothing but what keys are made of. Some are an id and a secret with a colon between them. */
const UNDOUBTED = /^(?!.*\.\.)[\w.+/=~:-]*[\w+/=~-]$/;
const QUOTES = /^[\s"'`*<([{“”„‘’‚«»‹›「『《]+|[\s"'`*>)\]}“”‘’«»‹›」』》.,;:!?。，]+$/g;

/** Of several keys for one provider none is chosen: those whose form does not tell, or all of them. */
function withoutRivals(owners: readonly Owner[], { provider, byForm }: Owner): string | null {
  const rivals = owners.filter((one) => one.provider === provider);
  const certain = rivals.filter((one) => one.byForm);
  return rivals.length === 1 || (byForm && certain.length === 1) ? provider : null;
}

/** The keys in a pasted text, whatever is around them and invisible in them. */
export function recogniseKeys(text: string, providers: readonly KnownProvider[]): Recognised {
  const plain = legible(text);
  const { found, unclear } = findKeys(plain, knownPrefixes(providers));
  const owners = new Map<string, Owner>();
  for (const [at, placed] of found.entries()) {
    const before = plain.slice(found[at - 1]?.end ?? 0, placed.start);
    if (!owners.has(placed.key)) owners.set(placed.key, ownerOf(placed, before, providers));
  }
  const all = [...owners.values()];
  const keys = [...owners].map(([key, owner]) => ({ key, provider: withoutRivals(all, owner) }));
  return { keys, unclear };
}

/**
 * The key in the field of one provider; null where there are several, or it is not clear which part of the text it
 * is. What does not look like a key is left for the gateway to refuse.
 */
export function keyFor(provider: string, text: string, providers: readonly KnownProvider[]): string | null {
  const plain = legible(text).trim();
  const isAsItIs =
    UNDOUBTED.test(plain) && knownPrefixes(providers).every((one) => plain.lastIndexOf(one) <= 0);
  const { keys, unclear } = recogniseKeys(plain, providers);
  if (unclear) return isAsItIs ? plain : null;
  const own = keys.filter(({ key }) => prefixOf(key, providers)?.provider === provider);
  const [one, another] = own.length > 0 ? own : keys;
  if (another) return null;
  return one?.key ?? plain.replace(QUOTES, "");
}

/** Whether a text that is about to be stored seems to contain a key, even within an address. */
export function holdsKey(text: string): boolean {
  const { keys, unclear } = recogniseKeys(text, []);
  return unclear || keys.length > 0 || WELL_KNOWN_KEY.test(legible(text));
}
