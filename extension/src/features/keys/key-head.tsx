import type { Provider } from "../../shared/gateway/types.ts";
import { words } from "../../shared/locales/index.ts";
import { OutsideIcon } from "../../shared/ui/icons.tsx";

interface Props {
  provider: Provider;
  busy: boolean;
  onRemove(): void;
  onVerify(): void;
}

function GetKey({ provider }: { provider: Provider }) {
  if (!provider.key_url) return null;
  return (
    <a
      class="link key-get"
      href={provider.key_url}
      target="_blank"
      rel="noopener noreferrer"
      aria-label={words.keys.getOneFrom(provider.name)}
    >
      {words.keys.getOne}
      <OutsideIcon />
    </a>
  );
}

/** Name and state of a key, and what can be done with one that is there. */
export function KeyHead({ provider, busy, onRemove, onVerify }: Props) {
  const { state, masked } = provider.key;
  const explained = state === "unverified" || state === "rejected" ? words.keys.stateExplained[state] : null;
  return (
    <>
      <div class="key-head">
        <span class="key-name">{provider.name}</span>
        <span class={`badge badge-${state}`} aria-live="polite">
          {words.keys.state[state]}
        </span>
        {masked && <code class="key-masked">{masked}</code>}
        {state === "missing" && <GetKey provider={provider} />}
        {masked && (
          <button
            type="button"
            class="link key-remove"
            aria-label={words.keys.remove(provider.name)}
            aria-disabled={busy}
            data-focus="remove"
            onClick={onRemove}
          >
            {words.keys.removeShort}
          </button>
        )}
      </div>
      {explained && (
        <p class="key-hint">
          {explained}{" "}
          <button
            type="button"
            class="link"
            aria-label={words.keys.verify(provider.name)}
            aria-disabled={busy}
            onClick={onVerify}
          >
            {words.keys.verifyShort}
          </button>
        </p>
      )}
    </>
  );
}
