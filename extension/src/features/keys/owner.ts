import type { Placed } from "./known-keys.ts";
import { type KnownProvider, prefixOf } from "./prefixes.ts";

/** The one provider that a text names, by its id or its name; null where it names none or several. */
function namedIn(text: string, providers: readonly KnownProvider[]): string | null {
  const lower = text.toLowerCase();
  const [one, another] = providers.filter(
    ({ id, name }) => lower.includes(id.toLowerCase()) || lower.includes(name.toLowerCase()),
  );
  return one && !another ? one.id : null;
}

/** Whose a key is; `byForm` where its own form tells, and not only what stands before it. */
export interface Owner {
  provider: string | null;
  byForm: boolean;
}

/**
 * Whose a key is: by its form, by what its line says before it, or by the lines before that, as in YAML and TOML.
 * Nobody's where its form and its label disagree: the key of a proxy may look like that of a provider.
 *
 * @param text what is between the key before, if there is one, and this one
 */
export function ownerOf({ key }: Placed, text: string, providers: readonly KnownProvider[]): Owner {
  const line = text.slice(text.lastIndexOf("\n") + 1);
  const inLine = namedIn(line, providers);
  const prefix = prefixOf(key, providers);
  const form = prefix?.provider ?? null;
  if (form !== null) {
    const disagrees = inLine !== null && inLine !== form && /[:=：＝]/.test(line);
    return disagrees ? { provider: null, byForm: false } : { provider: form, byForm: true };
  }
  return { provider: inLine ?? namedIn(text, providers), byForm: false };
}
