import { useEffect, useRef, useState } from "preact/hooks";
import type { ErrorBody, Provider } from "../../shared/gateway/types.ts";
import { strings } from "../../shared/locales/index.ts";
import { usePage } from "../connection/page-context.ts";
import { providerName } from "../models/providers.ts";
import { KeyHead } from "./key-head.tsx";
import { KeyRefused } from "./key-refused.tsx";
import { useKeys } from "./keys.ts";
import { loadRecogniser } from "./load-recogniser.ts";
import { prefixOf } from "./prefixes.ts";
import { SECRET_FIELD_PROPS } from "./secret-field-props.ts";

const LINE_BREAK = /\r\n?|\n/g;
const LINE_SEPARATOR = "\u2028";

/** A field of one line turns line breaks into blanks, and they tell where a key goes on: it keeps line separators. */
function keepLineBreaks(event: ClipboardEvent): void {
  const text = event.clipboardData?.getData("text/plain").trim() ?? "";
  if (!text.includes("\n") && !text.includes("\r")) return;
  event.preventDefault();
  document.execCommand("insertText", false, text.replace(LINE_BREAK, LINE_SEPARATOR));
}

/** One provider's key. What is typed is in the input element only, and in no state. */
export function KeyRow({ provider }: { provider: Provider }) {
  const page = usePage();
  const keys = useKeys();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<ErrorBody | null>(null);
  const [typed, setTyped] = useState(false);
  const [guess, setGuess] = useState<string | null>(null);
  const [unclear, setUnclear] = useState(false);

  // A refusal is about the key that was tried: it is removed when another one is stored, by any page.
  const { masked, state } = provider.key;
  useEffect(() => setRefused(null), [masked]);

  const keyIn = async (field: HTMLInputElement) =>
    (await loadRecogniser()).keyFor(provider.id, field.value, page.state.value.providers);

  const showGuess = async (field: HTMLInputElement) => {
    const key = await keyIn(field);
    setGuess(key === null ? null : (prefixOf(key, page.state.value.providers)?.provider ?? null));
  };

  const run = async (work: () => Promise<ErrorBody | null>) => {
    if (busy) return;
    setBusy(true);
    setRefused(null);
    setRefused(await work());
    setBusy(false);
  };

  const save = (allowUnverified: boolean) =>
    run(async () => {
      const field = input.current;
      if (!field) return null;
      if (field.value.trim() === "") {
        field.focus();
        return null;
      }
      const key = await keyIn(field);
      setUnclear(key === null);
      if (key === null) return null;
      const error = await keys.save(provider.id, key, allowUnverified);
      if (error === "away") return null;
      if (!error) {
        field.value = "";
        setGuess(null);
        setTyped(false);
      }
      return error;
    });

  const strange = guess !== null && guess !== provider.id;
  return (
    <li class="key">
      <KeyHead
        provider={provider}
        busy={busy}
        onRemove={() => {
          page.focus(`key:${provider.id}`);
          void run(() => keys.remove(provider.id));
        }}
        onVerify={() => void run(() => keys.verify(provider.id))}
      />
      {state !== "not_needed" && (
        <div class="key-entry">
          <input
            {...SECRET_FIELD_PROPS}
            ref={input}
            type="password"
            class="field"
            aria-label={strings.keys.field(provider.name)}
            placeholder={state === "missing" ? strings.keys.placeholder : strings.keys.placeholderReplace}
            data-focus={`key:${provider.id}`}
            onPaste={keepLineBreaks}
            onInput={({ currentTarget: field }) => {
              setTyped(field.value !== "");
              setUnclear(false);
              void showGuess(field);
            }}
            onKeyDown={(event) => {
              if (event.key === "Enter" && !event.isComposing) void save(false);
            }}
          />
          <button
            type="button"
            class="button"
            aria-label={strings.keys.save(provider.name)}
            aria-busy={busy}
            aria-disabled={busy}
            onClick={() => void save(false)}
          >
            {busy && <span class="spinner" aria-hidden="true" />}
            {busy ? strings.keys.saving : strings.keys.saveShort}
          </button>
        </div>
      )}
      {strange && <p class="key-hint">{strings.keys.looksLike(providerName(page.state.value, guess))}</p>}
      {unclear && (
        <p class="key-refused" role="alert">
          {strings.keys.unclear}
        </p>
      )}
      {refused && <KeyRefused error={refused} onKeep={typed ? () => void save(true) : undefined} />}
    </li>
  );
}
