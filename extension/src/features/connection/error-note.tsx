import { usePage } from "../../entrypoints/app/app-context.ts";
import type { ErrorBody } from "../../shared/gateway/types.ts";
import { explanation } from "./explanation.ts";

/** A refusal, beside what was refused. */
export function ErrorNote({ error }: { error: ErrorBody }) {
  return (
    <p class="key-refused" role="alert">
      {explanation(error, usePage().state.value)}
    </p>
  );
}
