import { useEffect, useState } from "preact/hooks";
import type { ErrorBody } from "../../shared/gateway/types.ts";
import { strings } from "../../shared/locales/index.ts";
import { useNow } from "../../shared/ui/use-now.ts";

export interface RetryProps {
  error: ErrorBody;
  /** When it happened, in milliseconds since the epoch; null stands for now. */
  since: number | null;
  onRetry(): void;
}

/** Where the provider asked for a pause, the button counts it down. It never retries by itself. */
export function RetryButton({ error, since, onRetry }: RetryProps) {
  const [until] = useState(() => (since ?? Date.now()) + (error.retry_after ?? 0) * 1000);
  const [waiting, setWaiting] = useState(() => until > Date.now());
  const now = useNow(waiting);
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  useEffect(() => {
    if (seconds === 0) setWaiting(false);
  }, [seconds]);

  const mayRetry = seconds === 0;
  return (
    <>
      <button
        type="button"
        class="button small"
        aria-disabled={!mayRetry}
        onClick={mayRetry ? onRetry : undefined}
      >
        {mayRetry ? strings.error.retry : strings.error.retryIn(seconds)}
      </button>
      <span class="visually-hidden" aria-live="polite" aria-atomic="true">
        {mayRetry && error.retry_after ? strings.error.mayRetry : ""}
      </span>
    </>
  );
}
