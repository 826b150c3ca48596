import { browser } from "wxt/browser";
import { useApp, usePage } from "../../entrypoints/app/app-context.ts";
import { strings } from "../../shared/locales/index.ts";
import { newestTurn } from "../conversation/conversation.ts";
import { conversationTooLong, providerName, selectedProvider } from "../conversation/selectors.ts";
import { billingUrl } from "./billing-url.ts";
import { mendingAction } from "./recovery.ts";
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

/** What is too long may be what was said before, not the question. */
function ShorterConversation() {
  const app = useApp();
  const { conversation } = app.state.value;
  if (!conversation) return null;
  const { prompt } = newestTurn(conversation);
  return (
    <>
      <ActionButton
        label={strings.error.leaveOutOlder}
        onClick={() => void app.generations.leaveOutOlderTurns()}
      />
      <ActionButton
        label={strings.error.beginNewConversation}
        onClick={() => void app.generations.generate(prompt, conversation.field)}
      />
    </>
  );
}

/** The button that mends an error. */
export function MendingButton({ error, since, onRetry }: RetryProps) {
  const app = usePage();
  const state = app.state.value;
  const provider = error.provider ?? selectedProvider(state)?.id ?? null;
  const name = providerName(state, provider);
  const keyUrl = state.providers.find(({ id }) => id === provider)?.key_url ?? null;
  const retryButton = <RetryButton error={error} since={since} onRetry={onRetry} />;
  // A question whose answer failed can be asked again once its cause is mended, be it in another place.
  const retryOnceMended = state.problem !== error && retryButton;

  if (error.code === "extension_outdated") {
    return <ActionButton label={strings.error.reloadExtension} onClick={() => browser.runtime.reload()} />;
  }
  switch (mendingAction(error)) {
    case "add_key": {
      const label =
        error.code === "missing_key" ? strings.error.addKey(name) : strings.error.replaceKey(name);
      return (
        <>
          <ActionButton label={label} onClick={() => app.focus(`key:${provider ?? ""}`)} />
          {retryOnceMended}
        </>
      );
    }
    case "sign_in":
      return (
        <ActionButton
          label={strings.error.enterKeys}
          onClick={() => {
            app.dismissProblem();
            void app.connection.load().then(() => app.focus("paste"));
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
      return (
        <>
          {conversationTooLong(state, error) && <ShorterConversation />}
          <ActionButton label={strings.error.editPrompt} onClick={() => app.editPrompt()} />
        </>
      );
    case "configure_model":
      return (
        <>
          <ActionButton label={strings.error.chooseProvider} onClick={() => app.focus("provider")} />
          {retryOnceMended}
        </>
      );
    case "remove_key":
      return <ActionButton label={strings.error.removeKey} onClick={() => app.focus("remove")} />;
  }
}
