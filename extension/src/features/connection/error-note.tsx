import type { ErrorBody } from "../../shared/gateway/types.ts";
import { explanation } from "./explanation.ts";
import { usePage } from "./page-context.ts";

/** A refusal, beside what was refused. */
export function ErrorNote({ error }: { error: ErrorBody }) {
  return (
    <p class="key-refused" role="alert">
      {explanation(error, usePage().state.value)}
    </p>
  );
}
