import { DEFAULT_PORT } from "../gateway/address.ts";
import { words } from "../locales/index.ts";
import { useApp } from "./app-context.ts";
import { CheckIcon, CopyIcon } from "./icons.tsx";
import { useCopy } from "./use-copy.ts";

function Command({ command, where }: { command: string; where: string }) {
  const { copied, copy } = useCopy();
  return (
    <div class="command">
      <p class="command-where">{where}</p>
      <span class="visually-hidden" aria-live="polite">
        {copied && words.away.copied}
      </span>
      <div class="command-line">
        <code>{command}</code>
        <button
          type="button"
          class="button quiet icon-only"
          title={words.away.copyCommand(command)}
          onClick={() => copy(command)}
        >
          {copied ? <CheckIcon /> : <CopyIcon />}
          <span class="visually-hidden">{words.away.copyCommand(command)}</span>
        </button>
      </div>
    </div>
  );
}

export function GatewayAway() {
  const app = useApp();
  const { draft } = app.state.value;
  const { port } = app.settings.current.value;
  const usual = port === DEFAULT_PORT;
  return (
    <main class="away">
      <div role="alert">
        <h2>{words.away.title}</h2>
        <p>{words.away.explanation}</p>
      </div>
      <Command command={usual ? "make run" : `GATEWAY_PORT=${port} make run`} where={words.away.inFolder} />
      <Command
        command={usual ? "python -m gateway" : `python -m gateway --port ${port}`}
        where={words.away.withoutMake}
      />
      <p class="away-looking">
        <span class="spinner" aria-hidden="true" />
        {words.away.looking}
      </p>
      {draft.trim() !== "" && <p class="away-kept">{words.away.draftKept}</p>}
    </main>
  );
}
