import { useApp } from "../../entrypoints/app/app-context.ts";
import { words } from "../../shared/locales/index.ts";
import { isUsable, selectedProvider } from "../conversation/selectors.ts";

/** Says before anything is sent that the chosen provider has no key, and offers the ways out. */
export function MissingKeyNote() {
  const app = useApp();
  const state = app.state.value;
  const provider = selectedProvider(state);
  if (!provider || isUsable(provider)) return null;

  const rejected = provider.key.state === "rejected";
  const other = state.providers.find(isUsable);
  return (
    <p class="missing-key">
      <span>{(rejected ? words.missingKey.rejectedNote : words.missingKey.note)(provider.name)}</span>
      <button type="button" class="link" onClick={() => app.focus(`key:${provider.id}`)}>
        {(rejected ? words.missingKey.replace : words.missingKey.add)(provider.name)}
      </button>
      {other && (
        <button type="button" class="link" onClick={() => void app.keys.select(other.id)}>
          {words.missingKey.useOther(other.name)}
        </button>
      )}
    </p>
  );
}
