import { useEffect, useRef } from "preact/hooks";
import { strings } from "../../shared/locales/index.ts";

interface Props {
  value: string;
  /** What the gateway refused; another object for another refusal. Null if it refused nothing here. */
  refused: object | null;
  onInput(value: string): void;
}

/** The origin of an app whose windows may send the token. Few apps need one, so it is behind a summary. */
export function AppOrigin({ value, refused, onInput }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const details = useRef<HTMLDetailsElement>(null);
  const { programs } = strings;

  useEffect(() => {
    if (!refused || !details.current) return;
    // A field in closed details takes no focus.
    details.current.open = true;
    field.current?.focus();
  }, [refused]);

  return (
    <details class="token-origin" ref={details}>
      <summary>{programs.appWindow}</summary>
      <label>
        <span>{programs.origin}</span>
        <input
          class="field"
          ref={field}
          maxLength={200}
          spellcheck={false}
          autocapitalize="off"
          placeholder="app://obsidian.md"
          value={value}
          aria-invalid={refused !== null}
          aria-describedby={refused ? "origin-refused origin-hint" : "origin-hint"}
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
        />
      </label>
      {refused && (
        <p class="key-refused" id="origin-refused" role="alert">
          {programs.originRefused}
        </p>
      )}
      <p class="key-hint" id="origin-hint">
        {programs.originHint}
      </p>
    </details>
  );
}
