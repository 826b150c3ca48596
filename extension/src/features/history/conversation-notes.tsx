import { useApp } from "../../entrypoints/app/app-context.ts";
import { words } from "../../shared/locales/index.ts";

/** Says what could not be kept. */
export function ConversationNotes() {
  const app = useApp();
  const { history, unkept } = app.state.value;
  if (unkept) return <p class="note">{words.thread.unkept}</p>;
  if (history.forgotten === 0) return null;
  return (
    <p class="note">
      <span>{words.thread.forgotten(history.forgotten)}</span>
      <button type="button" class="link" onClick={() => app.threads.dismissForgotten()}>
        {words.thread.dismiss}
      </button>
    </p>
  );
}
