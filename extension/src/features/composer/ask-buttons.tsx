import type { ComponentChildren } from "preact";
import { strings } from "../../shared/locales/index.ts";
import { IS_MAC } from "../../shared/ui/is-mac.ts";
import { canFollowUp } from "../conversation/selectors.ts";
import { useComposer } from "./composer-context.ts";
import { isFollowUp } from "./state.ts";

interface AskButtonProps {
  label: string;
  explained: string;
  primary: boolean;
  busy: boolean;
  onClick(): void;
}

/** The keyboard shortcut does the same as the primary button. */
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

/** Generate always begins a conversation. Follow up, beside an answer, continues it. */
export function AskButtons({ children }: { children?: ComponentChildren }) {
  const app = useComposer();
  const state = app.state.value;
  const { draft } = state;
  const busy = state.view.name === "generating";
  const followsUp = isFollowUp(state);
  return (
    <div class="ask-buttons">
      {children}
      {canFollowUp(state) && (
        <AskButton
          label={strings.composer.followUp}
          explained={strings.composer.followUpExplained}
          primary={followsUp}
          busy={busy}
          onClick={() => void app.followUp(draft)}
        />
      )}
      <AskButton
        label={strings.composer.generate}
        explained={strings.composer.generateExplained}
        primary={!followsUp}
        busy={busy}
        onClick={() => void app.ask(draft)}
      />
    </div>
  );
}
