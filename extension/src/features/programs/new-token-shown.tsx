import { useEffect, useRef, useState } from "preact/hooks";
import type { NewAccessToken } from "../../shared/gateway/types.ts";
import { strings } from "../../shared/locales/index.ts";
import { useCopy } from "../../shared/ui/use-copy.ts";
import { type Api, apisOf, usableProviders } from "./apis.ts";
import { snippets } from "./snippets.ts";
import { usePrograms } from "./tokens.ts";

/** The address that a program needs for one API. */
function BaseUrl({ name, baseUrl }: Api) {
  const { copied, copy } = useCopy();
  const { programs } = strings;
  return (
    <li class="key-head">
      <span class="key-name">{name}</span>
      <code class="key-masked">{baseUrl}</code>
      <button
        type="button"
        class="link key-remove"
        aria-label={copied ? programs.copied : programs.copyUrl(name)}
        onClick={() => copy(baseUrl)}
      >
        {copied ? programs.copied : programs.copyUrlShort}
      </button>
    </li>
  );
}

interface Props {
  token: NewAccessToken;
  address: string;
  onDone(): void;
}

/** A token that has just been issued. It is shown this once. */
export function NewTokenShown({ token, address, onDone }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const copyToken = useCopy();
  const copySnippet = useCopy();
  const [kind, setKind] = useState("");
  const { programs } = strings;
  const { providers } = usePrograms().state.value;
  const apis = apisOf(token, providers, address);
  const all = snippets(apis, token);
  const shown = all.find(({ id }) => id === kind) ?? all[0];
  const text = shown?.text ?? "";
  const names = usableProviders(token, providers).map(({ id }) => id);

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
      <p class="key-hint" id="base-urls">
        {programs.baseUrls}
      </p>
      <ul class="token-urls" aria-labelledby="base-urls">
        {apis.map((api) => (
          <BaseUrl key={api.id} {...api} />
        ))}
      </ul>
      {names.length > 0 && (
        <p class="key-hint">
          {token.models === "any" ? programs.namesAndOthers(names) : programs.names(names)}
        </p>
      )}
      <div class="key-entry">
        <select
          class="field"
          aria-label={programs.usedWith}
          onChange={({ currentTarget }) => setKind(currentTarget.value)}
        >
          {all.map(({ id, label }) => (
            <option key={id} value={id} selected={id === shown?.id}>
              {label}
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
