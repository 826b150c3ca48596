import type { Provider } from "../../shared/gateway/types.ts";
import { strings } from "../../shared/locales/index.ts";
import { isUsable } from "../models/providers.ts";
import { useComparePage } from "./compare-context.ts";

function Choice({ provider, first }: { provider: Provider; first: boolean }) {
  const { compare } = useComparePage();
  const usable = isUsable(provider);
  return (
    <label class={usable ? "choice" : "choice choice-off"}>
      <input
        type="checkbox"
        data-focus={first ? "provider" : undefined}
        disabled={!usable}
        checked={usable && !compare.state.value.excluded.includes(provider.id)}
        onChange={(event) => void compare.choose(provider.id, event.currentTarget.checked)}
      />
      {usable ? provider.name : strings.compare.withoutKey(provider.name)}
    </label>
  );
}

export function ProviderChoice() {
  const { providers } = useComparePage().state.value;
  const first = providers.find(isUsable);
  return (
    <fieldset class="choices">
      <legend class="visually-hidden">{strings.compare.providers}</legend>
      {providers.map((provider) => (
        <Choice key={provider.id} provider={provider} first={provider === first} />
      ))}
    </fieldset>
  );
}
