import type { ErrorBody } from "../gateway/types.ts";

/** A refusal, beside what was refused. */
export function ErrorNote({ error }: { error: ErrorBody }) {
  return (
    <p class="key-refused" role="alert">
      {error.message}
    </p>
  );
}
