import { strings } from "../../shared/locales/index.ts";
import { useModels } from "./models.ts";
import { isUsable, selectedProvider } from "./providers.ts";

export function ProviderSelect() {
  const { state: page, models } = useModels();
  const state = page.value;
  const chosen = selectedProvider(state);
  return (
    <select
      class="provider-select"
      aria-label={strings.composer.provider}
      data-focus="provider"
      // Beside the buttons there may be no room for the whole name.
      title={chosen && strings.composer.option(chosen.name, chosen.model)}
      value={chosen?.id ?? ""}
      onChange={(event) => void models.select(event.currentTarget.value)}
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
