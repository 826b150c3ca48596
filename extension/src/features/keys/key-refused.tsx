import type { ErrorBody } from "../../shared/gateway/types.ts";
import { strings } from "../../shared/locales/index.ts";
import { own } from "../../shared/own.ts";
import { explanation } from "../connection/explanation.ts";
import { usePage } from "../connection/page-context.ts";

interface Props {
  error: ErrorBody;
  /** Stores the key unchecked; absent where it is stored already. */
  onKeep?: (() => void) | undefined;
}

/** Why a key was refused, beside the field that still contains it. */
export function KeyRefused({ error, onKeep }: Props) {
  const state = usePage().state.value;
  return (
    <div class="key-refused" role="alert">
      <p>
        <strong>{own(strings.error.titles, error.code) ?? strings.error.unknownTitle}.</strong>{" "}
        {explanation(error, state)}
      </p>
      {onKeep && error.code === "provider_unreachable" && (
        <button type="button" class="button small" onClick={onKeep}>
          {strings.keys.saveUnchecked}
        </button>
      )}
    </div>
  );
}
