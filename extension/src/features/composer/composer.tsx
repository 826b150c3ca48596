import type { ComponentChildren } from "preact";
import { strings } from "../../shared/locales/index.ts";
import { InvisibleNote } from "../../shared/markdown/marked-text.tsx";
import { SessionEnding } from "../connection/session-ending.tsx";
import { canFollowUp } from "../conversation/selectors.ts";
import { ConversationNotes } from "../history/conversation-notes.tsx";
import { ProviderSelect } from "../models/provider-select.tsx";
import { LONGEST_SELECTION } from "../page/longest-selection.ts";
import { AskButtons } from "./ask-buttons.tsx";
import { useComposer } from "./composer-context.ts";
import { MissingKeyNote } from "./missing-key-note.tsx";
import { isFollowUp } from "./state.ts";
import { StatusLine } from "./status-line.tsx";
import { useSelectionOfSent } from "./use-selection-of-sent.ts";

/** Enter that belongs to an input method does not count. */
export function asksToGenerate(event: KeyboardEvent): boolean {
  return event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing;
}

/** The arrow brings the last prompt back, as in a terminal. Where there is text it moves the cursor. */
function asksForLastPrompt(event: KeyboardEvent, draft: string): boolean {
  const modified = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
  return event.key === "ArrowUp" && draft === "" && !modified && !event.isComposing;
}

function SelectionCut() {
  if (!useComposer().state.value.draftCut) return null;
  return <p class="restore">{strings.composer.selectionCut(LONGEST_SELECTION)}</p>;
}

function RestoreDraft() {
  const app = useComposer();
  if (app.state.value.previousDraft === null) return null;
  return (
    <p class="restore">
      <span>{strings.composer.selectionTaken}</span>
      <button type="button" class="link" onClick={() => app.drafts.restorePrevious()}>
        {strings.composer.restoreDraft}
      </button>
    </p>
  );
}

/** The prompt, the provider and the buttons that send it. `children` are further buttons beside these. */
export function Composer({ children }: { children?: ComponentChildren }) {
  const app = useComposer();
  const { draft, view, problem } = app.state.value;
  const { ref, onFocus, onMouseUp } = useSelectionOfSent(app);
  const ask = () => {
    if (view.name === "generating") return;
    void (isFollowUp(app.state.value) ? app.followUp(draft) : app.ask(draft));
  };

  return (
    <div class="composer">
      <div class="composer-card">
        <textarea
          class="prompt"
          aria-label={strings.composer.prompt}
          placeholder={
            canFollowUp(app.state.value) ? strings.composer.placeholderBeside : strings.composer.placeholder
          }
          data-focus="prompt"
          rows={3}
          value={draft}
          ref={ref}
          onFocus={onFocus}
          onMouseUp={onMouseUp}
          onInput={(event) => app.drafts.write(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (asksToGenerate(event)) ask();
            else if (asksForLastPrompt(event, draft)) app.drafts.recall();
            else return;
            event.preventDefault();
          }}
        />
        <div class="composer-bar">
          <ProviderSelect />
          <AskButtons>{children}</AskButtons>
        </div>
      </div>
      <div class="composer-notes" aria-live="polite">
        <SelectionCut />
        <InvisibleNote prompt={draft} />
        <RestoreDraft />
        <ConversationNotes />
        <SessionEnding />
      </div>
      {problem === null && <MissingKeyNote />}
      <StatusLine />
    </div>
  );
}
