import { useEffect, useRef } from "preact/hooks";
import type { ErrorBody } from "../gateway/types.ts";
import { words } from "../locales/index.ts";
import { providerName } from "../state/selectors.ts";
import type { SessionEnd } from "../state/state.ts";
import { useApp } from "./app-context.ts";
import { ErrorAction } from "./error-actions.tsx";
import { AlertIcon, CloseIcon } from "./icons.tsx";

/** The gateway's own sentence is the most precise; some situations it cannot know. */
export function explanation(error: ErrorBody, provider: string, sessionEnd: SessionEnd | null): string {
  if (error.code === "session_required" || error.code === "csrf_failed") {
    return words.error.sessionEnded(words.error.whyEnded[sessionEnd ?? "idle"]);
  }
  if (error.action === "configure_model") return words.error.configureModel(provider);
  if (error.message === "" && error.code === "missing_key") return words.error.missingKey(provider);
  return error.message;
}

export function ErrorAlert({ error }: { error: ErrorBody }) {
  const app = useApp();
  const state = app.state.value;
  const box = useRef<HTMLDivElement>(null);
  // It stands under what arrived, which may reach below the window.
  useEffect(() => {
    box.current?.scrollIntoView({ block: "nearest" });
  }, []);

  return (
    <div class="alert" role="alert" ref={box}>
      <AlertIcon />
      <div class="alert-body">
        <p class="alert-title">{words.error.titles[error.code] ?? words.error.unknownTitle}</p>
        <p>{explanation(error, providerName(state, error.provider), state.sessionEnd)}</p>
        <div class="alert-actions">
          <ErrorAction error={error} />
        </div>
      </div>
      {state.problem && (
        <button
          type="button"
          class="button quiet icon-only small"
          title={words.error.dismiss}
          onClick={() => app.dismissProblem()}
        >
          <CloseIcon />
          <span class="visually-hidden">{words.error.dismiss}</span>
        </button>
      )}
    </div>
  );
}
