import { useState } from "preact/hooks";
import type { ErrorBody, TokenRequest } from "../../shared/gateway/types.ts";
import { strings } from "../../shared/locales/index.ts";
import { useVisibleName } from "../../shared/markdown/marked-text.tsx";
import { isUsable } from "../models/providers.ts";
import { AppOrigin } from "./app-origin.tsx";
import { usePrograms } from "./tokens.ts";

const HOUR = 3600;
/** The longest is the lifetime of a session, which every token ends with. */
const LIFETIMES = [HOUR, 8 * HOUR, 24 * HOUR];

/** Whether the gateway refused the origin, which is shown at its field. */
export function isAboutOrigin(error: ErrorBody): boolean {
  return error.field === "origin";
}

interface Props {
  /** Why the last token was not issued. */
  error: ErrorBody | null;
  /** Resolves with true if a token was issued. */
  onIssue(request: TokenRequest): Promise<boolean>;
}

/** What a new access token may do, and for how long. */
export function NewTokenForm({ error, onIssue }: Props) {
  const { providers } = usePrograms().state.value;
  const [busy, setBusy] = useState(false);
  const [name, setName] = useState("");
  const visibleName = useVisibleName(name);
  const [lifetime, setLifetime] = useState(HOUR);
  const [provider, setProvider] = useState("");
  const [models, setModels] = useState<TokenRequest["models"]>("fixed");
  const [limit, setLimit] = useState("");
  const [origin, setOrigin] = useState("");
  const { programs } = strings;

  const issue = async () => {
    if (busy) return;
    setBusy(true);
    const issued = await onIssue({
      name: visibleName || programs.unnamed,
      expires_in: lifetime,
      providers: provider ? [provider] : null,
      models,
      origin: origin.trim() || null,
      max_cost_usd: limit === "" ? null : Number(limit),
    });
    setBusy(false);
    if (issued) setName("");
  };

  return (
    <form
      class="token-form"
      onSubmit={(event) => {
        event.preventDefault();
        void issue();
      }}
    >
      <label>
        <span>{programs.name}</span>
        <input
          class="field"
          maxLength={100}
          placeholder={programs.namePlaceholder}
          value={name}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </label>
      <label>
        <span>{programs.lifetime}</span>
        <select class="field" onChange={({ currentTarget }) => setLifetime(Number(currentTarget.value))}>
          {LIFETIMES.map((seconds) => (
            <option key={seconds} value={seconds} selected={seconds === lifetime}>
              {programs.hours(seconds / HOUR)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{programs.mayUse}</span>
        <select class="field" onChange={({ currentTarget }) => setProvider(currentTarget.value)}>
          <option value="">{programs.allProviders}</option>
          {providers.filter(isUsable).map(({ id, name }) => (
            <option key={id} value={id} selected={id === provider}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{programs.models}</span>
        <select
          class="field"
          onChange={({ currentTarget }) => setModels(currentTarget.value === "any" ? "any" : "fixed")}
        >
          <option value="fixed" selected={models === "fixed"}>
            {programs.fixedModel}
          </option>
          <option value="any" selected={models === "any"}>
            {programs.anyModel}
          </option>
        </select>
      </label>
      <label>
        <span>{programs.limit}</span>
        <input
          class="field"
          type="number"
          step="any"
          inputMode="decimal"
          placeholder={programs.noLimit}
          value={limit}
          onInput={({ currentTarget: field }) => {
            const { value } = field;
            field.setCustomValidity(value === "" || Number(value) > 0 ? "" : programs.limitTooLow);
            setLimit(value);
          }}
        />
      </label>
      <AppOrigin value={origin} refused={error && isAboutOrigin(error) ? error : null} onInput={setOrigin} />
      <button type="submit" class="button" aria-disabled={busy}>
        {programs.create}
      </button>
    </form>
  );
}
