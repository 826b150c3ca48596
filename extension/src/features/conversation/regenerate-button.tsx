import { strings } from "../../shared/locales/index.ts";
import { AgainIcon, DownIcon } from "../../shared/ui/icons.tsx";
import { MenuButton } from "../../shared/ui/menu-button.tsx";
import { isUsable, providerName, selectedProvider } from "../models/providers.ts";
import { useConversation } from "./conversation-context.ts";

/** Sends the same prompt again: to the selected provider, or from the menu to another one with a key. */
export function RegenerateButton() {
  const app = useConversation();
  const state = app.state.value;
  const chosen = selectedProvider(state);
  const others = state.providers.filter((provider) => provider !== chosen && isUsable(provider));
  return (
    <span class="button-pair">
      <button
        type="button"
        class="button quiet small"
        title={strings.answer.regenerateExplained(providerName(state, chosen?.id ?? null))}
        onClick={() => void app.generations.regenerate()}
      >
        <AgainIcon />
        {strings.answer.regenerate}
      </button>
      {others.length > 0 && (
        <MenuButton
          label={strings.answer.elsewhere}
          icon={<DownIcon />}
          items={others.map(({ id, name, model }) => ({
            id,
            label: strings.composer.option(name, model),
            choose: () => void app.generations.regenerate(id),
          }))}
        />
      )}
    </span>
  );
}
