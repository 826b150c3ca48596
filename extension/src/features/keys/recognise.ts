import type { Provider } from "../../shared/gateway/types.ts";

/** A key found in pasted text; `provider` is null where its form tells nothing. */
export interface FoundKey {
  key: string;
  provider: string | null;
}

type KnownProvider = Pick<Provider, "id" | "name">;

const FORMS: readonly { form: RegExp; provider: string | null }[] = [
  { form: /^sk-ant-/, provider: "anthropic" },
  // OpenRouter's keys begin like OpenAI's and are none.
  { form: /^sk-or-/, provider: null },
  { form: /^sk-/, provider: "openai" },
  { form: /^AIza/, provider: "gemini" },
  { form: /^AQ\./, provider: "gemini" },
];

const LABEL = /^([A-Za-z][\w.-]*)\s*[:=]\s*(?=\S{20})/;
const KEY = /^[A-Za-z0-9_.+/=~-]{20,512}$/;

function formOf(key: string): string | null {
  return FORMS.find(({ form }) => form.test(key))?.provider ?? null;
}

/** An unknown form counts as a key only if it looks drawn at random, not like a word or an address. */
function looksLikeKey(text: string): boolean {
  if (!KEY.test(text)) return false;
  return FORMS.some(({ form }) => form.test(text)) || (/\d/.test(text) && /[A-Za-z]/.test(text));
}

/** `TEAM_API_KEY=…` names its provider even where the key's form does not. */
function providerInLabel(label: string, providers: readonly KnownProvider[]): string | null {
  const text = label.toLowerCase();
  const named = providers.find(
    ({ id, name }) => text.includes(id.toLowerCase()) || text.includes(name.toLowerCase()),
  );
  return named?.id ?? null;
}

/** Splits off quotes, commas and brackets, but keeps `NAME=value` and `name: value` together. */
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
    if (!looksLikeKey(key)) continue;
    const byForm = formOf(key);
    const known = providers.some(({ id }) => id === byForm) ? byForm : null;
    found.set(key, { key, provider: known ?? (label ? providerInLabel(label[1] ?? "", providers) : null) });
  }
  return [...found.values()];
}

/** The provider whose key this seems to be: a hint, never a reason to refuse. */
export function guessProvider(key: string): string | null {
  return formOf(key.trim());
}

/** What begins like a key of a kind we know, wherever it stands: within an address, too. */
const KNOWN_KEY = /(sk-|AIza|AQ\.|gtw_)[\w-]{16}/;

/** Whether a text that is to be stored seems to hold a key. */
export function holdsKey(text: string): boolean {
  return KNOWN_KEY.test(text) || recogniseKeys(text, []).length > 0;
}
