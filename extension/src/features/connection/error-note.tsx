import type { ErrorBody } from "../../shared/gateway/types.ts";
import { explanation } from "./explanation.ts";
import { usePage } from "./page-context.ts";

/** A refusal by the gateway, shown beside the control that caused it. */
export function ErrorNote({ error }: { error: ErrorBody }) {
  return (
    <p class="key-refused" role="alert">
      {explanation(error, usePage().state.value)}
    </p>
  );
}
