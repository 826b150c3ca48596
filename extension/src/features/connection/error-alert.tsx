import { useEffect, useRef } from "preact/hooks";
import { usePage } from "../../entrypoints/app/app-context.ts";
import type { ErrorBody } from "../../shared/gateway/types.ts";
import { strings } from "../../shared/locales/index.ts";
import { AlertIcon, CloseIcon } from "../../shared/ui/icons.tsx";
import { ContinueButton } from "../conversation/after-answer.tsx";
import { canContinue } from "../conversation/selectors.ts";
import { explanation } from "./explanation.ts";
import { MendingButton } from "./recovery-button.tsx";

interface Props {
  error: ErrorBody;
  /** When it happened, in milliseconds of the clock; now, where nothing is said. */
  since?: number | null;
  /** Does again what failed. */
  onRetry(): void;
}

export function ErrorAlert({ error, since = null, onRetry }: Props) {
  const app = usePage();
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
        <p class="alert-title">{strings.error.titles[error.code] ?? strings.error.unknownTitle}</p>
        <p>{explanation(error, state)}</p>
        {/* A countdown is for the eye: read aloud each second, with all of the alert, it would drown the rest. */}
        <div class="alert-actions" aria-live="off">
          {state.problem === null && canContinue(state) && <ContinueButton />}
          <MendingButton error={error} since={since} onRetry={onRetry} />
        </div>
      </div>
      {state.problem === error && (
        <button
          type="button"
          class="button quiet icon-only small"
          title={strings.error.dismiss}
          onClick={() => app.dismissProblem()}
        >
          <CloseIcon />
          <span class="visually-hidden">{strings.error.dismiss}</span>
        </button>
      )}
    </div>
  );
}
