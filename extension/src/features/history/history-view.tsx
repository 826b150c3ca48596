import { useEffect, useRef, useState } from "preact/hooks";
import { strings } from "../../shared/locales/index.ts";
import { CloseIcon } from "../../shared/ui/icons.tsx";
import type { Conversation } from "../conversation/conversation.ts";
import { useHistory } from "./history.ts";
import { HistoryItem } from "./history-item.tsx";

function Empty() {
  return (
    <div class="history-empty">
      <p class="history-empty-title">{strings.history.emptyTitle}</p>
      <p>{strings.history.emptyText}</p>
    </div>
  );
}

/** Restores what was deleted, as long as the history stays open. */
function Deleted({ count, onUndo }: { count: number; onUndo(): void }) {
  const undo = useRef<HTMLButtonElement>(null);
  // The button that was pressed is gone with its row.
  useEffect(() => undo.current?.focus(), [count]);
  return (
    <p class="history-deleted">
      <span aria-live="polite">{strings.history.deleted(count)}</span>
      <button type="button" class="link" ref={undo} onClick={onUndo}>
        {strings.history.undo}
      </button>
    </p>
  );
}

/** The conversations of this session: to open, export and delete. */
export function HistoryView() {
  const app = useHistory();
  const { conversations } = app.state.value.history;
  const [deleted, setDeleted] = useState<readonly Conversation[]>([]);

  const close = () => {
    app.history.toggle();
    app.focus("history-button");
  };
  const remove = (ids: string[]) => {
    void app.history.remove(ids).then((removed) => setDeleted((all) => [...all, ...removed]));
  };
  const restore = () => {
    void app.history.restore(deleted);
    setDeleted([]);
    app.focus("history");
  };

  return (
    <section
      class="history"
      id="history"
      tabIndex={-1}
      data-focus="history"
      aria-labelledby="history-title"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        // It closes the history only: not the popup, and it stops no answer.
        event.preventDefault();
        close();
      }}
    >
      <header class="history-head">
        <h2 id="history-title">{strings.history.title}</h2>
        {conversations.length > 0 && (
          <button
            type="button"
            class="button quiet small"
            onClick={() => remove(conversations.map(({ id }) => id))}
          >
            {strings.history.deleteAll}
          </button>
        )}
        <button
          type="button"
          class="button quiet icon-only small"
          title={strings.history.close}
          onClick={close}
        >
          <CloseIcon />
          <span class="visually-hidden">{strings.history.close}</span>
        </button>
      </header>
      <p class="key-hint">{strings.history.forgetful}</p>
      {deleted.length > 0 && <Deleted count={deleted.length} onUndo={restore} />}
      {conversations.length === 0 ? (
        deleted.length === 0 && <Empty />
      ) : (
        <ul class="history-list">
          {conversations.map((summary) => (
            <HistoryItem key={summary.id} summary={summary} onDelete={() => remove([summary.id])} />
          ))}
        </ul>
      )}
    </section>
  );
}
