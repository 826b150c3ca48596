import { strings } from "../../shared/locales/index.ts";
import { CheckIcon, CopyIcon } from "../../shared/ui/icons.tsx";
import { useCopy } from "../../shared/ui/use-copy.ts";

/** A terminal command, with a button that copies it. */
export function Command({ command, where }: { command: string; where: string | null }) {
  const { copied, copy } = useCopy();
  return (
    <div class="command">
      {where && <p class="away-hint">{where}</p>}
      <span class="visually-hidden" aria-live="polite">
        {copied && strings.away.copied}
      </span>
      <div class="command-line">
        <code>{command}</code>
        <button
          type="button"
          class="button quiet icon-only small"
          title={strings.away.copyCommand(command)}
          onClick={() => copy(command)}
        >
          {copied ? <CheckIcon /> : <CopyIcon />}
          <span class="visually-hidden">{strings.away.copyCommand(command)}</span>
        </button>
      </div>
    </div>
  );
}
