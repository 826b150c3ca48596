import { strings } from "../../shared/locales/index.ts";
import { useNow } from "../../shared/ui/use-now.ts";
import type { Column } from "./state.ts";

function progress({ stopping, retry, text, reasoning }: Column, name: string): string {
  if (stopping) return strings.status.stopping;
  if (retry) return strings.status.retryReason[retry.code] ?? strings.status.waiting(name);
  if (text) return strings.status.answering(name);
  return reasoning ? strings.status.thinking(name) : strings.status.waiting(name);
}

function Clock({ startedAt, retry }: Column) {
  const now = useNow(true);
  const elapsed = strings.status.elapsed(Math.max(0, Math.floor((now - startedAt) / 1000) * 1000));
  const wait = retry && Math.max(0, Math.ceil((retry.until - now) / 1000));
  return (
    <span class="status-time">
      {retry && wait !== null ? `${strings.status.retrying(wait, retry.attempt)} · ${elapsed}` : elapsed}
    </span>
  );
}

/** How far a column is. No live region: three at once would drown each other. */
export function ColumnProgress({ column, name }: { column: Column; name: string }) {
  const { running, firstWordsMs } = column;
  return (
    <p class="column-progress">
      {running && <span class="spinner" aria-hidden="true" />}
      {running && <span>{progress(column, name)}</span>}
      {running && <Clock {...column} />}
      {firstWordsMs !== null && <span>{strings.compare.firstWords(firstWordsMs)}</span>}
    </p>
  );
}
