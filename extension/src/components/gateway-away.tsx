import { words } from "../locales/index.ts";
import { usePage } from "./app-context.ts";
import { CheckIcon, CopyIcon } from "./icons.tsx";
import { type StartCommand, startCommands } from "./start-commands.ts";
import { useCopy } from "./use-copy.ts";

function Command({ command, where }: StartCommand) {
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
  const page = usePage();
  const { draft } = page.state.value;
  const { port } = page.settings.current.value;
  return (
    <main class="away">
      <div role="alert">
        <h2>{words.away.title}</h2>
        <p>{words.away.explanation}</p>
      </div>
      {startCommands(navigator.platform, port).map((command) => (
        <Command key={command.command} {...command} />
      ))}
      <p class="away-looking">
        <span class="spinner" aria-hidden="true" />
        {words.away.looking}
      </p>
      {draft.trim() !== "" && <p class="away-kept">{words.away.draftKept}</p>}
    </main>
  );
}
