import { useApp } from "../../entrypoints/app/app-context.ts";
import { strings } from "../../shared/locales/index.ts";

/** Says what could not be kept. */
export function ConversationNotes() {
  const app = useApp();
  const { history, unkept } = app.state.value;
  if (unkept) return <p class="note">{strings.conversation.unkept}</p>;
  if (history.forgotten === 0) return null;
  return (
    <p class="note">
      <span>{strings.conversation.forgotten(history.forgotten)}</span>
      <button type="button" class="link" onClick={() => app.conversations.dismissForgotten()}>
        {strings.conversation.dismiss}
      </button>
    </p>
  );
}
