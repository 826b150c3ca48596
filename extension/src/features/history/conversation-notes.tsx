import { strings } from "../../shared/locales/index.ts";
import { useHistory } from "./history.ts";

/** Says that conversations were dropped, or that one could not be stored. */
export function ConversationNotes() {
  const app = useHistory();
  const { history, unkept } = app.state.value;
  if (unkept) return <p class="note">{strings.conversation.unkept}</p>;
  if (history.forgotten === 0) return null;
  return (
    <p class="note">
      <span>{strings.conversation.forgotten(history.forgotten)}</span>
      <button type="button" class="link" onClick={() => app.history.dismissForgotten()}>
        {strings.conversation.dismiss}
      </button>
    </p>
  );
}
