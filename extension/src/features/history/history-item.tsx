import { useApp } from "../../entrypoints/app/app-context.ts";
import type { State } from "../../entrypoints/app/state.ts";
import { words } from "../../shared/locales/index.ts";
import { download } from "../../shared/ui/download.ts";
import { DeleteIcon, ExportIcon } from "../../shared/ui/icons.tsx";
import { providerName } from "../conversation/selectors.ts";
import type { ThreadSummary } from "../conversation/summary.ts";

function facts(state: State, { changedAt, failed, providers, running, turns }: ThreadSummary): string {
  const names = providers.map((id) => providerName(state, id)).join(", ");
  const known = [
    words.history.at(changedAt, Date.now()),
    names,
    turns > 1 && words.history.questions(turns),
    running ? words.history.running : failed && words.history.failed,
  ];
  return known.filter(Boolean).join(" · ");
}

export function HistoryItem({ summary, onDelete }: { summary: ThreadSummary; onDelete(): void }) {
  const app = useApp();
  const state = app.state.value;
  const title = summary.title || words.history.untitled;
  const shown = state.history.shown === summary.id;

  const exportIt = async () => {
    const file = await app.threads.exportMarkdown(summary.id);
    if (file) download(file);
  };
  return (
    <li class="history-item" aria-current={shown ? "true" : undefined}>
      <button
        type="button"
        class="history-open"
        onClick={() => {
          void app.threads.open(summary.id);
          app.focus("prompt");
        }}
      >
        <span class="history-title">{title}</span>
        {summary.unread && <span class="badge badge-valid">{words.history.unread}</span>}
        <span class="history-facts">{facts(state, summary)}</span>
      </button>
      <button
        type="button"
        class="button quiet icon-only small"
        title={words.history.export(title)}
        onClick={() => void exportIt()}
      >
        <ExportIcon />
        <span class="visually-hidden">{words.history.export(title)}</span>
      </button>
      <button
        type="button"
        class="button quiet icon-only small"
        title={words.history.delete(title)}
        onClick={onDelete}
      >
        <DeleteIcon />
        <span class="visually-hidden">{words.history.delete(title)}</span>
      </button>
    </li>
  );
}
