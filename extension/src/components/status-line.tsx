import { words } from "../locales/index.ts";
import { providerName } from "../state/selectors.ts";
import type { Generation, State } from "../state/state.ts";
import { useApp } from "./app-context.ts";
import { useNow } from "./use-now.ts";

function progress(state: State, { answer, retry, stopping }: Generation): string {
  const provider = providerName(state, answer.provider);
  if (stopping) return words.status.stopping;
  if (retry) return words.status.retryReason[retry.code] ?? words.status.waiting(provider);
  if (answer.text) return words.status.answering(provider);
  return answer.reasoning ? words.status.thinking(provider) : words.status.waiting(provider);
}

function Clock({ generation }: { generation: Generation }) {
  const now = useNow(true);
  const { retry, startedAt } = generation;
  const elapsed = words.status.elapsed(Math.max(0, Math.floor((now - startedAt) / 1000) * 1000));
  const wait = retry && Math.max(0, Math.ceil((retry.until - now) / 1000));
  return (
    // Seconds are for the eye: read aloud, they would drown everything else.
    <span class="status-time" aria-hidden="true">
      {retry && wait !== null ? `${words.status.retrying(wait, retry.attempt)} · ${elapsed}` : elapsed}
    </span>
  );
}

const RESTING: readonly string[] = ["no-key", "ready"];

function finished({ view }: State): string {
  if (view.name !== "answer") return "";
  return view.answer.status === "stopped" ? words.status.stopped : words.status.answered;
}

/** The one live region: says how a generation goes on, a few words at a time. */
export function StatusLine() {
  const state = useApp().state.value;
  const { view } = state;
  const generating = view.name === "generating";
  return (
    <p class={RESTING.includes(view.name) ? "status" : "status status-busy"} role="status">
      {generating && <span class="spinner" aria-hidden="true" />}
      <span>{generating ? progress(state, view.generation) : finished(state)}</span>
      {generating && <Clock generation={view.generation} />}
    </p>
  );
}
