import type { Provider } from "../../shared/gateway/types.ts";
import { strings } from "../../shared/locales/index.ts";
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
      aria-label={strings.keys.getOneFrom(provider.name)}
    >
      {strings.keys.getOne}
      <OutsideIcon />
    </a>
  );
}

/** The name and state of a key, and its actions. */
export function KeyHead({ provider, busy, onRemove, onVerify }: Props) {
  const { state, masked } = provider.key;
  const explained =
    state === "unverified" || state === "rejected" ? strings.keys.stateExplained[state] : null;
  return (
    <>
      <div class="key-head">
        <span class="key-name">{provider.name}</span>
        <span class={`badge badge-${state}`} aria-live="polite">
          {strings.keys.state[state]}
        </span>
        {masked && <code class="key-masked">{masked}</code>}
        {state === "missing" && <GetKey provider={provider} />}
        {masked && (
          <button
            type="button"
            class="link key-remove"
            aria-label={strings.keys.remove(provider.name)}
            aria-disabled={busy}
            data-focus="remove"
            onClick={onRemove}
          >
            {strings.keys.removeShort}
          </button>
        )}
      </div>
      {explained && (
        <p class="key-hint">
          {explained}{" "}
          <button
            type="button"
            class="link"
            aria-label={strings.keys.verify(provider.name)}
            aria-disabled={busy}
            onClick={onVerify}
          >
            {strings.keys.verifyShort}
          </button>
        </p>
      )}
    </>
  );
}
