import { useSignal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { strings } from "../../shared/locales/index.ts";
import { usePage } from "../connection/page-context.ts";
import { useKeys } from "./keys.ts";
import { loadRecogniser } from "./load-recogniser.ts";
import { type Pasted, PastedKey } from "./pasted-key.tsx";
import { SECRET_FIELD_PROPS } from "./secret-field-props.ts";

/** Whether text was pasted or dropped, not typed: then it is read and removed at once. */
function cameAtOnce(event: InputEvent): boolean {
  return !["insertText", "deleteContentBackward", "deleteContentForward"].includes(event.inputType);
}

/** One field for any key, or several. Until they are saved, they are in this component only. */
export function PasteKeys() {
  const page = usePage();
  const actions = useKeys();
  const { providers } = page.state.value;
  const pasted = useSignal<readonly Pasted[]>([]);
  /** Of what was pasted last. Enter may follow at once, and is about what is found. */
  const reading = useRef(Promise.resolve());
  const [told, setTold] = useState<"pasteHint" | "pasteNothing" | "unclear">("pasteHint");
  const [busy, setBusy] = useState(false);

  const recognise = async (text: string) => {
    const { recogniseKeys } = await loadRecogniser();
    const { keys, unclear } = recogniseKeys(text, providers);
    setTold(unclear ? "unclear" : keys.length > 0 ? "pasteHint" : "pasteNothing");
    const known = new Set(pasted.value.map(({ key }) => key));
    const found = keys.filter(({ key }) => !known.has(key));
    pasted.value = [...pasted.value, ...found.map((one) => ({ ...one, refused: null }))];
  };

  const read = (field: HTMLTextAreaElement) => {
    if (field.value.trim() === "") return;
    reading.current = recognise(field.value);
    // Nothing that was pasted stays in the field, whether it is a key or not.
    field.value = "";
  };

  const change = (key: string, with_: Partial<Pasted> | null) => {
    pasted.value = pasted.value.flatMap((one) =>
      one.key !== key ? [one] : with_ ? [{ ...one, ...with_ }] : [],
    );
  };

  /** Saves one after the other. Resolves with how many were saved. */
  const saveEach = async (keys: readonly Pasted[], allowUnverified: boolean) => {
    let saved = 0;
    for (const { key, provider } of keys) {
      if (provider === null) continue;
      const refused = await actions.save(provider, key, allowUnverified);
      if (refused === "away") break;
      if (!refused) saved += 1;
      change(key, refused && { refused });
    }
    return saved;
  };

  const save = async (keys: readonly Pasted[], allowUnverified: boolean) => {
    if (busy) return;
    const { length } = pasted.value;
    setBusy(true);
    const saved = await saveEach(keys, allowUnverified);
    setBusy(false);
    if (saved === length) page.focus("prompt");
  };

  const isReady = ({ provider }: Pasted) => provider !== null;
  const saveReady = () => void save(pasted.value.filter(isReady), false);

  // The field is near the lower edge of a popup, and the button appears below it.
  const confirm = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (pasted.value.length > 0) confirm.current?.scrollIntoView({ block: "nearest" });
  }, [pasted.value.length]);

  const ready = pasted.value.filter(isReady).length;
  return (
    <div class="paste">
      <textarea
        {...SECRET_FIELD_PROPS}
        class="field paste-field"
        rows={1}
        aria-label={strings.keys.paste}
        aria-describedby="paste-hint"
        placeholder={strings.keys.paste}
        data-focus="paste"
        onInput={(event) => {
          if (cameAtOnce(event)) read(event.currentTarget);
        }}
        onChange={(event) => read(event.currentTarget)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.isComposing) return;
          event.preventDefault();
          if (event.currentTarget.value.trim() === "") void reading.current.then(saveReady);
          else read(event.currentTarget);
        }}
      />
      <p class="key-hint" id="paste-hint" aria-live="polite">
        {strings.keys[told]}
      </p>
      {pasted.value.length > 0 && (
        <div class="pasted" ref={confirm}>
          <ul>
            {pasted.value.map((one) => (
              <PastedKey
                key={one.key}
                pasted={one}
                onProvider={(provider) => change(one.key, { provider, refused: null })}
                onDrop={() => change(one.key, null)}
                onKeep={() => void save([one], true)}
              />
            ))}
          </ul>
          <button
            type="button"
            class="button primary"
            aria-busy={busy}
            aria-disabled={busy || ready === 0}
            onClick={saveReady}
          >
            {busy && <span class="spinner" aria-hidden="true" />}
            {busy ? strings.keys.saving : strings.keys.pasteSave(ready)}
          </button>
        </div>
      )}
    </div>
  );
}
