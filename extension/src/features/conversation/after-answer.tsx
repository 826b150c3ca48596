import { strings } from "../../shared/locales/index.ts";
import { BackIcon, ForwardIcon } from "../../shared/ui/icons.tsx";
import type { Turn } from "./conversation.ts";
import { useConversation } from "./conversation-context.ts";
import { canContinue } from "./selectors.ts";

export function ContinueButton() {
  const app = useConversation();
  return (
    <button
      type="button"
      class="button small"
      title={strings.answer.goOnExplained}
      onClick={() => void app.generations.goOn()}
    >
      {strings.answer.goOn}
    </button>
  );
}

interface StepProps {
  label: string;
  disabled: boolean;
  onClick(): void;
  children: preact.ComponentChildren;
}

function Step({ label, disabled, onClick, children }: StepProps) {
  return (
    <button
      type="button"
      class="button quiet icon-only small"
      title={label}
      aria-disabled={disabled}
      onClick={disabled ? undefined : onClick}
    >
      {children}
      <span class="visually-hidden">{label}</span>
    </button>
  );
}

/** Switches between the versions of an answer, of which regenerating adds one. */
function Versions({ turn: { shown, versions } }: { turn: Turn }) {
  const app = useConversation();
  return (
    <div class="versions">
      <Step
        label={strings.answer.previousVersion}
        disabled={shown === 0}
        onClick={() => app.conversations.showVersion(shown - 1)}
      >
        <BackIcon />
      </Step>
      <span>{strings.answer.version(shown + 1, versions.length)}</span>
      <Step
        label={strings.answer.nextVersion}
        disabled={shown === versions.length - 1}
        onClick={() => app.conversations.showVersion(shown + 1)}
      >
        <ForwardIcon />
      </Step>
    </div>
  );
}

/** The controls below an answer that is complete. */
export function AfterAnswer({ turn }: { turn: Turn }) {
  const state = useConversation().state.value;
  if (state.view.name === "generating") return null;
  const cut = state.view.name === "answer" && canContinue(state);
  const several = turn.versions.length > 1;
  if (!cut && !several) return null;
  return (
    <div class="after-answer">
      {cut && <ContinueButton />}
      {several && <Versions turn={turn} />}
    </div>
  );
}
