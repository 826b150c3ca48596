import { strings } from "../../shared/locales/index.ts";
import { useNow } from "../../shared/ui/use-now.ts";
import type { Generation } from "../answer/generation.ts";
import { elapsedText, progressText } from "../answer/progress.ts";
import { providerName } from "../models/providers.ts";
import { useComposer } from "./composer-context.ts";
import type { ComposerState } from "./state.ts";

/** Hidden from screen readers: announced every second, it would drown everything else. */
function Seconds({ text }: { text: string }) {
  return (
    <span class="status-time" aria-hidden="true">
      {text}
    </span>
  );
}

/** A screen reader announces the wait once, with its full length. */
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
  return <Seconds text={elapsedText(since, useNow(true))} />;
}

function Clock({ generation: { retry, startedAt } }: { generation: Generation }) {
  return retry ? <Countdown {...retry} /> : <Elapsed since={startedAt} />;
}

const RESTING: readonly string[] = ["no-key", "ready"];

function outcome({ view }: ComposerState): string {
  if (view.name !== "answer") return "";
  return view.answer.status === "stopped" ? strings.status.stopped : strings.status.answered;
}

/** The page's only live region: says how a generation goes on, in a few words. */
export function StatusLine() {
  const state = useComposer().state.value;
  const { view } = state;
  const generation = view.name === "generating" ? view.generation : null;
  return (
    <p class={RESTING.includes(view.name) ? "status" : "status status-busy"} role="status">
      {generation && <span class="spinner" aria-hidden="true" />}
      <span>
        {generation
          ? progressText(generation, providerName(state, generation.answer.provider))
          : outcome(state)}
      </span>
      {generation && <Clock generation={generation} />}
    </p>
  );
}
