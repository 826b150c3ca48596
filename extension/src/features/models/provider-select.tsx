import { useApp } from "../../entrypoints/app/app-context.ts";
import { strings } from "../../shared/locales/index.ts";
import { isUsable, selectedProvider } from "../conversation/selectors.ts";

export function ProviderSelect() {
  const app = useApp();
  const state = app.state.value;
  const chosen = selectedProvider(state);
  return (
    <select
      class="provider-select"
      aria-label={strings.composer.provider}
      data-focus="provider"
      // Beside two buttons there may be no room for all of it.
      title={chosen && strings.composer.option(chosen.name, chosen.model)}
      value={chosen?.id ?? ""}
      onChange={(event) => void app.keys.select(event.currentTarget.value)}
    >
      {state.providers.map((provider) => {
        const label = isUsable(provider) ? strings.composer.option : strings.composer.optionWithoutKey;
        return (
          <option key={provider.id} value={provider.id}>
            {label(provider.name, provider.model)}
          </option>
        );
      })}
    </select>
  );
}
