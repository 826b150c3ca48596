import { useEffect, useState } from "preact/hooks";
import type { ErrorBody } from "../gateway/types.ts";
import { words } from "../locales/index.ts";
import { providerName, selectedProvider } from "../state/selectors.ts";
import { useApp } from "./app-context.ts";
import { billingUrl } from "./provider-links.ts";
import { useNow } from "./use-now.ts";

interface ActionProps {
  label: string;
  onClick(): void;
  disabled?: boolean;
}

function ActionButton({ label, onClick, disabled = false }: ActionProps) {
  return (
    <button
      type="button"
      class="button small"
      aria-disabled={disabled}
      onClick={disabled ? undefined : onClick}
    >
      {label}
    </button>
  );
}

/** Where the provider asked for a pause, the button counts it down. */
function Retry({ error }: { error: ErrorBody }) {
  const app = useApp();
  const [until] = useState(() => Date.now() + (error.retry_after ?? 0) * 1000);
  const [waiting, setWaiting] = useState(() => until > Date.now());
  const now = useNow(waiting);
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  useEffect(() => {
    if (seconds === 0) setWaiting(false);
  }, [seconds]);

  const retry = () => {
    const generationFailed = app.state.value.problem === null;
    app.dismissProblem();
    void (generationFailed ? app.generations.regenerate() : app.connection.load());
  };
  return (
    <ActionButton
      label={seconds > 0 ? words.error.retryIn(seconds) : words.error.retry}
      disabled={seconds > 0}
      onClick={retry}
    />
  );
}

/** The button that mends an error. */
export function ErrorAction({ error }: { error: ErrorBody }) {
  const app = useApp();
  const state = app.state.value;
  const provider = error.provider ?? selectedProvider(state)?.id ?? null;
  const name = providerName(state, provider);
  const keyUrl = state.providers.find(({ id }) => id === provider)?.key_url ?? null;

  switch (error.action) {
    case "add_key": {
      const label = error.code === "missing_key" ? words.error.addKey(name) : words.error.replaceKey(name);
      return <ActionButton label={label} onClick={() => app.focus(`key:${provider ?? ""}`)} />;
    }
    case "sign_in":
      return (
        <ActionButton
          label={words.error.enterKeys}
          onClick={() => {
            app.dismissProblem();
            void app.connection.load().then(() => app.focus("paste"));
          }}
        />
      );
    case "open_billing": {
      const address = billingUrl(provider, keyUrl);
      if (!address) return <Retry error={error} />;
      return (
        <>
          <a class="button small" href={address} target="_blank" rel="noopener noreferrer">
            {words.error.openBilling(name)}
          </a>
          <Retry error={error} />
        </>
      );
    }
    case "retry":
      return <Retry error={error} />;
    case "fix_request":
    case "edit_prompt":
      return <ActionButton label={words.error.editPrompt} onClick={() => app.focus("prompt")} />;
    case "configure_model":
      return <ActionButton label={words.error.chooseProvider} onClick={() => app.focus("provider")} />;
    case "remove_key":
      return <ActionButton label={words.error.removeKey} onClick={() => app.focus("remove")} />;
    case null:
      return null;
  }
}
