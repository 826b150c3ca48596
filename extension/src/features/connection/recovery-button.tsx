import { browser } from "wxt/browser";
import { strings } from "../../shared/locales/index.ts";
import { providerName, selectedProvider } from "../models/providers.ts";
import { billingUrl } from "./billing-url.ts";
import { isAboutTheConnection } from "./explanation.ts";
import { usePage } from "./page-context.ts";
import { recoveryAction } from "./recovery.ts";
import { RetryButton, type RetryProps } from "./retry-button.tsx";

interface ActionProps {
  label: string;
  onClick(): void;
}

function ActionButton({ label, onClick }: ActionProps) {
  return (
    <button type="button" class="button small" onClick={onClick}>
      {label}
    </button>
  );
}

/** The button for the error's recovery action. */
export function RecoveryButton({ error, since, onRetry }: RetryProps) {
  const page = usePage();
  const state = page.state.value;
  const provider = error.provider ?? selectedProvider(state)?.id ?? null;
  const name = providerName(state, provider);
  const keyUrl = state.providers.find(({ id }) => id === provider)?.key_url ?? null;
  const retryButton = <RetryButton error={error} since={since} onRetry={onRetry} />;
  // An error of a generation also has a button to retry, for after the person has removed the cause.
  const retryAfterwards = state.problem !== error && retryButton;

  if (error.code === "extension_outdated") {
    return <ActionButton label={strings.error.reloadExtension} onClick={() => browser.runtime.reload()} />;
  }
  if (isAboutTheConnection(error, state)) return retryButton;
  switch (recoveryAction(error)) {
    case "add_key": {
      const label =
        error.code === "missing_key" ? strings.error.addKey(name) : strings.error.replaceKey(name);
      return (
        <>
          <ActionButton label={label} onClick={() => page.focus(`key:${provider ?? ""}`)} />
          {retryAfterwards}
        </>
      );
    }
    case "sign_in":
      return (
        <ActionButton
          label={strings.error.enterKeys}
          onClick={() => {
            page.dismissProblem();
            void page.connection.load().then(() => page.focus("paste"));
          }}
        />
      );
    case "open_billing": {
      const address = billingUrl(provider, keyUrl);
      if (!address) return retryButton;
      return (
        <>
          <a class="button small" href={address} target="_blank" rel="noopener noreferrer">
            {strings.error.openBilling(name)}
          </a>
          {retryButton}
        </>
      );
    }
    case "retry":
      return retryButton;
    case "fix_request":
    case "edit_prompt":
      return <ActionButton label={strings.error.editPrompt} onClick={() => page.editPrompt()} />;
    case "configure_model":
      return (
        <>
          <ActionButton label={strings.error.chooseProvider} onClick={() => page.focus("provider")} />
          {retryAfterwards}
        </>
      );
    case "remove_key":
      return <ActionButton label={strings.error.removeKey} onClick={() => page.focus("remove")} />;
  }
}
