import type { ErrorBody } from "../gateway/types.ts";
import { usePage } from "./app-context.ts";
import { explanation } from "./explanation.ts";

/** A refusal, beside what was refused. */
export function ErrorNote({ error }: { error: ErrorBody }) {
  return (
    <p class="key-refused" role="alert">
      {explanation(error, usePage().state.value)}
    </p>
  );
}
