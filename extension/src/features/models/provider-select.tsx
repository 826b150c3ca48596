import { useApp } from "../../entrypoints/app/app-context.ts";
import { words } from "../../shared/locales/index.ts";
import { isUsable, selectedProvider } from "../conversation/selectors.ts";

export function ProviderSelect() {
  const app = useApp();
  const state = app.state.value;
  const chosen = selectedProvider(state);
  return (
    <select
      class="provider-select"
      aria-label={words.composer.provider}
      data-focus="provider"
      // Beside two buttons there may be no room for all of it.
      title={chosen && words.composer.option(chosen.name, chosen.model)}
      value={chosen?.id ?? ""}
      onChange={(event) => void app.keys.select(event.currentTarget.value)}
    >
      {state.providers.map((provider) => {
        const label = isUsable(provider) ? words.composer.option : words.composer.optionWithoutKey;
        return (
          <option key={provider.id} value={provider.id}>
            {label(provider.name, provider.model)}
          </option>
        );
      })}
    </select>
  );
}
