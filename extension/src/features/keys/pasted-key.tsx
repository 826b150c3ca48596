import type { ErrorBody } from "../../shared/gateway/types.ts";
import { strings } from "../../shared/locales/index.ts";
import { CloseIcon } from "../../shared/ui/icons.tsx";
import { usePage } from "../connection/page-context.ts";
import { KeyRefused } from "./key-refused.tsx";
import { maskKey } from "./mask.ts";
import type { FoundKey } from "./recognise.ts";

/** A key from a pasted text. It is only in this page until it is saved. */
export interface Pasted extends FoundKey {
  refused: ErrorBody | null;
}

interface Props {
  pasted: Pasted;
  onProvider(provider: string): void;
  onDrop(): void;
  onKeep(): void;
}

/** A pasted key with its provider, if it was recognised, before the person saves it. */
export function PastedKey({ pasted, onProvider, onDrop, onKeep }: Props) {
  const { providers } = usePage().state.value;
  const masked = maskKey(pasted.key, providers);
  return (
    <li class="pasted-key">
      <div class="pasted-line">
        <code class="key-masked">{masked}</code>
        <select
          class="provider-select"
          aria-label={strings.keys.pasteWhose(masked)}
          value={pasted.provider ?? ""}
          onChange={(event) => onProvider(event.currentTarget.value)}
        >
          {pasted.provider === null && <option value="">{strings.keys.pasteChoose}</option>}
          {providers.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <button
          type="button"
          class="button quiet icon-only small"
          title={strings.keys.pasteDrop(masked)}
          onClick={onDrop}
        >
          <CloseIcon />
          <span class="visually-hidden">{strings.keys.pasteDrop(masked)}</span>
        </button>
      </div>
      {pasted.refused && <KeyRefused error={pasted.refused} onKeep={onKeep} />}
    </li>
  );
}
