import { strings } from "../../shared/locales/index.ts";
import { useVisibleName } from "../../shared/markdown/marked-text.tsx";
import { DeleteIcon, ExportIcon } from "../../shared/ui/icons.tsx";
import type { ConversationSummary } from "../conversation/summary.ts";
import { providerName } from "../models/providers.ts";
import type { ModelsState } from "../models/state.ts";
import { download } from "./download.ts";
import { useHistory } from "./history.ts";

function facts(
  state: ModelsState,
  { changedAt, failed, providers, running, turns }: ConversationSummary,
): string {
  const names = providers.map((id) => providerName(state, id)).join(", ");
  const known = [
    strings.history.at(changedAt, Date.now()),
    names,
    turns > 1 && strings.history.questions(turns),
    running ? strings.history.running : failed && strings.history.failed,
  ];
  return known.filter(Boolean).join(" · ");
}

export function HistoryItem({ summary, onDelete }: { summary: ConversationSummary; onDelete(): void }) {
  const app = useHistory();
  const state = app.state.value;
  const title = useVisibleName(summary.title) || strings.history.untitled;
  const shown = state.history.shown === summary.id;

  const exportIt = async () => {
    const file = await app.history.exportMarkdown(summary.id);
    if (file) download(file);
  };
  return (
    <li class="history-item" aria-current={shown ? "true" : undefined}>
      <button
        type="button"
        class="history-open"
        onClick={() => {
          void app.history.open(summary.id);
          app.focus("prompt");
        }}
      >
        <bdi class="history-title">{title}</bdi>
        {summary.unread && <span class="badge badge-valid">{strings.history.unread}</span>}
        <span class="history-facts">{facts(state, summary)}</span>
      </button>
      <button
        type="button"
        class="button quiet icon-only small"
        title={strings.history.export(title)}
        onClick={() => void exportIt()}
      >
        <ExportIcon />
        <span class="visually-hidden">{strings.history.export(title)}</span>
      </button>
      <button
        type="button"
        class="button quiet icon-only small"
        title={strings.history.delete(title)}
        onClick={onDelete}
      >
        <DeleteIcon />
        <span class="visually-hidden">{strings.history.delete(title)}</span>
      </button>
    </li>
  );
}
