import { strings } from "../../shared/locales/index.ts";
import { usePage } from "./page-context.ts";

/** Says that the page looks for the gateway by itself, and that nothing written is lost. */
export function LookingForGateway() {
  const { draft } = usePage().state.value;
  return (
    <>
      <p class="away-looking">
        <span class="spinner" aria-hidden="true" />
        {strings.away.looking}
      </p>
      {draft.trim() !== "" && <p class="away-kept">{strings.away.draftKept}</p>}
    </>
  );
}
