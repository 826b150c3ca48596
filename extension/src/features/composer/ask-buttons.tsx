import { useApp } from "../../entrypoints/app/app-context.ts";
import { strings } from "../../shared/locales/index.ts";
import { IS_MAC } from "../../shared/ui/is-mac.ts";
import { OpenCompare } from "../compare/open-compare.tsx";
import { asksOn, canFollowUp } from "../conversation/selectors.ts";

interface AskButtonProps {
  label: string;
  explained: string;
  primary: boolean;
  busy: boolean;
  onClick(): void;
}

/** The primary one is what the keyboard's shortcut does. */
function AskButton({ label, explained, primary, busy, onClick }: AskButtonProps) {
  return (
    <button
      type="button"
      class={primary ? "button primary" : "button"}
      aria-disabled={busy}
      aria-keyshortcuts={primary ? (IS_MAC ? "Meta+Enter" : "Control+Enter") : undefined}
      title={primary ? `${explained} (${strings.composer.shortcut(IS_MAC)})` : explained}
      onClick={busy ? undefined : onClick}
    >
      {label}
    </button>
  );
}

/** Generate always begins a conversation; beside an answer, Follow up continues it. */
export function AskButtons() {
  const app = useApp();
  const state = app.state.value;
  const { draft } = state;
  const busy = state.view.name === "generating";
  const asking = asksOn(state);
  return (
    <div class="ask-buttons">
      <OpenCompare />
      {canFollowUp(state) && (
        <AskButton
          label={strings.composer.followUp}
          explained={strings.composer.followUpExplained}
          primary={asking}
          busy={busy}
          onClick={() => void app.followUp(draft)}
        />
      )}
      <AskButton
        label={strings.composer.generate}
        explained={strings.composer.generateExplained}
        primary={!asking}
        busy={busy}
        onClick={() => void app.ask(draft)}
      />
    </div>
  );
}
