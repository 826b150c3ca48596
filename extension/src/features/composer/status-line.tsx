import { useApp } from "../../entrypoints/app/app-context.ts";
import type { Generation, State } from "../../entrypoints/app/state.ts";
import { strings } from "../../shared/locales/index.ts";
import { useNow } from "../../shared/ui/use-now.ts";
import { providerName } from "../conversation/selectors.ts";

function progress(state: State, { answer, retry, stopping }: Generation): string {
  const provider = providerName(state, answer.provider);
  if (stopping) return strings.status.stopping;
  if (retry) return strings.status.retryReason[retry.code] ?? strings.status.waiting(provider);
  if (answer.text) return strings.status.answering(provider);
  return answer.reasoning ? strings.status.thinking(provider) : strings.status.waiting(provider);
}

/** Seconds are for the eye: read aloud, they would drown everything else. */
function Seconds({ text }: { text: string }) {
  return (
    <span class="status-time" aria-hidden="true">
      {text}
    </span>
  );
}

/** A wait is told to the ear once, as long as it was at first. */
function Countdown({ attempt, until, waitMs }: NonNullable<Generation["retry"]>) {
  const now = useNow(true);
  const whole = Math.ceil(waitMs / 1000);
  const left = Math.min(whole, Math.max(0, Math.ceil((until - now) / 1000)));
  return (
    <>
      <span class="visually-hidden">{strings.status.retrying(whole, attempt)}</span>
      <Seconds text={strings.status.retrying(left, attempt)} />
    </>
  );
}

function Elapsed({ since }: { since: number }) {
  const now = useNow(true);
  return <Seconds text={strings.status.elapsed(Math.max(0, Math.floor((now - since) / 1000) * 1000))} />;
}

function Clock({ generation: { retry, startedAt } }: { generation: Generation }) {
  return retry ? <Countdown {...retry} /> : <Elapsed since={startedAt} />;
}

const RESTING: readonly string[] = ["no-key", "ready"];

function finished({ view }: State): string {
  if (view.name !== "answer") return "";
  return view.answer.status === "stopped" ? strings.status.stopped : strings.status.answered;
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
