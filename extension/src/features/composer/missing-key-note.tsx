import { strings } from "../../shared/locales/index.ts";
import { useModels } from "../models/models.ts";
import { isUsable, selectedProvider } from "../models/providers.ts";
import { useComposer } from "./composer-context.ts";

/** Says before anything is sent that the selected provider has no usable key, and what to do about it. */
export function MissingKeyNote() {
  const app = useComposer();
  const { models } = useModels();
  const state = app.state.value;
  const provider = selectedProvider(state);
  if (!provider || isUsable(provider)) return null;

  const rejected = provider.key.state === "rejected";
  const other = state.providers.find(isUsable);
  return (
    <p class="missing-key">
      <span>{(rejected ? strings.missingKey.rejectedNote : strings.missingKey.note)(provider.name)}</span>
      <button type="button" class="link" onClick={() => app.focus(`key:${provider.id}`)}>
        {(rejected ? strings.missingKey.replace : strings.missingKey.add)(provider.name)}
      </button>
      {other && (
        <button type="button" class="link" onClick={() => void models.select(other.id)}>
          {strings.missingKey.useOther(other.name)}
        </button>
      )}
    </p>
  );
}
