import type { ComponentChildren } from "preact";
import { strings } from "../../shared/locales/index.ts";
import { usePage } from "../connection/page-context.ts";
import { KeyRow } from "./key-row.tsx";
import { PasteKeys } from "./paste-keys.tsx";

/** The keys. `children` are shown below them, once there is one. */
export function KeysPanel({ children }: { children?: ComponentChildren }) {
  const { providers, view } = usePage().state.value;
  const first = view.name === "no-key";
  return (
    <section class="keys" id="keys" tabIndex={-1} data-focus="keys" aria-labelledby="keys-title">
      <h2 id="keys-title">{first ? strings.keys.welcome : strings.keys.title}</h2>
      {first && <p class="keys-welcome">{strings.keys.welcomeText}</p>}
      <PasteKeys />
      <ul class="key-list">
        {providers.map((provider) => (
          <KeyRow key={provider.id} provider={provider} />
        ))}
      </ul>
      {!first && <p class="key-hint">{strings.keys.footnote}</p>}
      {!first && children}
    </section>
  );
}
