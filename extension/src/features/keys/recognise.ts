import type { Provider } from "../../shared/gateway/types.ts";

/** A key found in pasted text; `provider` is null where its form does not tell whose it is. */
export interface FoundKey {
  key: string;
  provider: string | null;
}

export type KnownProvider = Pick<Provider, "id" | "name" | "key_prefixes">;

/** OpenRouter's keys begin like OpenAI's. The built-in catalogue has no OpenRouter that could say so. */
const OF_NO_PROVIDER = "sk-or-";

/**
 * The prefixes of well-known keys and of the gateway's access tokens. They are here in addition to the catalogue's,
 * because texts that are about to be stored are also checked where no gateway has been asked for the catalogue, as
 * on the options page.
 */
const WELL_KNOWN_KEY = /(sk-|AIza|AQ\.|gtw_)[\w-]{16}/;

const LABEL = /^([A-Za-z][\w.-]*)\s*[:=]\s*(?=\S{20})/;
const KEY = /^[A-Za-z0-9_.+/=~-]{20,512}$/;

/**
 * The longest of the providers' public prefixes that a key begins with, and whose it is: null where it is
 * nobody's, or where several providers have it.
 */
export function prefixOf(
  key: string,
  providers: readonly KnownProvider[],
): { prefix: string; provider: string | null } | null {
  const prefixes = [OF_NO_PROVIDER, ...providers.flatMap(({ key_prefixes }) => key_prefixes)];
  const [prefix] = prefixes
    .filter((one) => one !== "" && key.startsWith(one))
    .toSorted((one, other) => other.length - one.length);
  if (prefix === undefined) return null;
  const [owner, another] = providers.filter(({ key_prefixes }) => key_prefixes.includes(prefix));
  return { prefix, provider: owner && !another ? owner.id : null };
}

/** A key without a known prefix has to look random, not like a word or an address. */
function looksLikeKey(text: string, providers: readonly KnownProvider[]): boolean {
  if (!KEY.test(text)) return false;
  return prefixOf(text, providers) !== null || (/\d/.test(text) && /[A-Za-z]/.test(text));
}

/** `TEAM_API_KEY=…` names its provider even where the key's form does not. */
function providerInLabel(label: string, providers: readonly KnownProvider[]): string | null {
  const text = label.toLowerCase();
  const named = providers.find(
    ({ id, name }) => text.includes(id.toLowerCase()) || text.includes(name.toLowerCase()),
  );
  return named?.id ?? null;
}

/** Splits at quotes, commas and brackets, but keeps `NAME=value` and `name: value` together. */
function pieces(text: string): string[] {
  return text
    .replace(/["'`]?\s*([:=])\s*["'`]?(?=\S)/g, "$1")
    .split(/[\s"'`,;<>()[\]{}]+/)
    .filter((piece) => piece !== "" && !piece.includes("://"));
}

/** The keys in a pasted text, each once, in the order of the text. */
export function recogniseKeys(text: string, providers: readonly KnownProvider[]): FoundKey[] {
  const found = new Map<string, FoundKey>();
  for (const piece of pieces(text)) {
    const label = LABEL.exec(piece);
    const key = label ? piece.slice(label[0].length) : piece;
    if (!looksLikeKey(key, providers)) continue;
    const inLabel = label ? providerInLabel(label[1] ?? "", providers) : null;
    found.set(key, { key, provider: guessProvider(key, providers) ?? inLabel });
  }
  return [...found.values()];
}

/** The provider whose key this seems to be: a hint, never a reason to refuse. */
export function guessProvider(key: string, providers: readonly KnownProvider[]): string | null {
  return prefixOf(key.trim(), providers)?.provider ?? null;
}

/** Whether a text that is about to be stored seems to contain a key, even within an address. */
export function holdsKey(text: string): boolean {
  return WELL_KNOWN_KEY.test(text) || recogniseKeys(text, []).length > 0;
}
