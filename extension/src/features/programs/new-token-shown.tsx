import { useEffect, useRef, useState } from "preact/hooks";
import type { NewAccessToken, Provider } from "../../shared/gateway/types.ts";
import { strings } from "../../shared/locales/index.ts";
import { useCopy } from "../../shared/ui/use-copy.ts";
import { isUsable } from "../models/providers.ts";
import { snippets } from "./snippets.ts";
import { usePrograms } from "./tokens.ts";

interface Props {
  token: NewAccessToken;
  address: string;
  onDone(): void;
}

/** The provider in the examples: one that the token may use and that has a key, if possible the selected one. */
function exampleProvider({ providers: allowed }: NewAccessToken, all: readonly Provider[]): string {
  const usable = all.filter((one) => isUsable(one) && (allowed?.includes(one.id) ?? true));
  const provider = usable.find(({ selected }) => selected) ?? usable[0];
  return provider?.id ?? allowed?.[0] ?? all[0]?.id ?? "";
}

/** A token that has just been issued. It is shown this once. */
export function NewTokenShown({ token, address, onDone }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const copyToken = useCopy();
  const copySnippet = useCopy();
  const [kind, setKind] = useState("curl");
  const { programs } = strings;
  const all = snippets(address, token.token, exampleProvider(token, usePrograms().state.value.providers));
  const text = all.find(({ id }) => id === kind)?.text ?? "";

  // The form that had the focus is gone.
  useEffect(() => heading.current?.focus(), []);

  return (
    <div class="token-shown">
      <h3 ref={heading} tabIndex={-1}>
        {programs.shownOnce}
      </h3>
      <div class="key-entry">
        <input
          class="field token-text"
          readOnly
          aria-label={programs.token(token.name)}
          value={token.token}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <button type="button" class="button" onClick={() => copyToken.copy(token.token)}>
          {copyToken.copied ? programs.copied : programs.copyToken}
        </button>
      </div>
      <div class="key-entry">
        <select
          class="field"
          aria-label={programs.usedWith}
          onChange={({ currentTarget }) => setKind(currentTarget.value)}
        >
          {all.map(({ id }) => (
            <option key={id} value={id} selected={id === kind}>
              {programs.snippet[id]}
            </option>
          ))}
        </select>
        <button type="button" class="button" onClick={() => copySnippet.copy(text)}>
          {copySnippet.copied ? programs.copied : programs.copySnippet}
        </button>
      </div>
      <textarea
        class="field token-snippet"
        readOnly
        wrap="off"
        rows={text.split("\n").length}
        value={text}
        aria-label={programs.example}
      />
      <button type="button" class="button small" onClick={onDone}>
        {programs.done}
      </button>
    </div>
  );
}
