import { strings } from "../../shared/locales/index.ts";
import { useNow } from "../../shared/ui/use-now.ts";
import type { Generation } from "../answer/generation.ts";
import { elapsedText, progressText } from "../answer/progress.ts";

function Clock({ startedAt, retry }: Generation) {
  const now = useNow(true);
  const elapsed = elapsedText(startedAt, now);
  const wait = retry && Math.max(0, Math.ceil((retry.until - now) / 1000));
  return (
    <span class="status-time">
      {retry && wait !== null ? `${strings.status.retrying(wait, retry.attempt)} · ${elapsed}` : elapsed}
    </span>
  );
}

/** How far a column is. It is no live region: several at once would interrupt each other. */
export function ColumnProgress({ column, name }: { column: Generation; name: string }) {
  const running = column.phase !== "over";
  const { firstTokenMs } = column;
  return (
    <p class="column-progress">
      {running && <span class="spinner" aria-hidden="true" />}
      {running && <span>{progressText(column, name)}</span>}
      {running && <Clock {...column} />}
      {firstTokenMs !== null && <span>{strings.compare.firstWords(firstTokenMs)}</span>}
    </p>
  );
}
