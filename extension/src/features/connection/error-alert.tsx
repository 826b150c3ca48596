import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { ErrorBody } from "../../shared/gateway/types.ts";
import { strings } from "../../shared/locales/index.ts";
import { own } from "../../shared/own.ts";
import { AlertIcon, CloseIcon } from "../../shared/ui/icons.tsx";
import { explanation } from "./explanation.ts";
import { usePage } from "./page-context.ts";
import { RecoveryButton } from "./recovery-button.tsx";

interface Props {
  error: ErrorBody;
  /** What happened, where the page can tell more about it than the error does. */
  sentence?: string | null;
  /** When it happened, in milliseconds since the epoch; null stands for now. */
  since?: number | null;
  onRetry(): void;
  /** Further buttons, before the one that the error calls for. */
  children?: ComponentChildren;
}

export function ErrorAlert({ error, sentence = null, since = null, onRetry, children }: Props) {
  const page = usePage();
  const state = page.state.value;
  const box = useRef<HTMLDivElement>(null);
  // The alert is below what has arrived of an answer, and may be outside of the visible part.
  useEffect(() => {
    box.current?.scrollIntoView({ block: "nearest" });
  }, []);

  return (
    <div class="alert" role="alert" ref={box}>
      <AlertIcon />
      <div class="alert-body">
        <p class="alert-title">{own(strings.error.titles, error.code) ?? strings.error.unknownTitle}</p>
        <p>{sentence ?? explanation(error, state)}</p>
        {/* Not live: a screen reader would read the whole alert with every second of a countdown. */}
        <div class="alert-actions" aria-live="off">
          {children}
          <RecoveryButton error={error} since={since} onRetry={onRetry} />
        </div>
      </div>
      {state.problem === error && (
        <button
          type="button"
          class="button quiet icon-only small"
          title={strings.error.dismiss}
          onClick={() => page.dismissProblem()}
        >
          <CloseIcon />
          <span class="visually-hidden">{strings.error.dismiss}</span>
        </button>
      )}
    </div>
  );
}
