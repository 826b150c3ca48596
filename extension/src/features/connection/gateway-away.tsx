import { gatewayAddress } from "../../shared/gateway/address.ts";
import { strings } from "../../shared/locales/index.ts";
import { Command } from "./command.tsx";
import { LookingForGateway } from "./looking-for-gateway.tsx";
import { usePage } from "./page-context.ts";
import { startCommands } from "./start-commands.ts";
import type { Start } from "./state.ts";

function whyNotStarted(start: Start, port: number): string | null {
  if (start.name !== "failed") return null;
  switch (start.why) {
    case "refused":
      return strings.away.failed.refused(start.detail);
    case "elsewhere":
      return strings.away.failed.elsewhere(start.detail, gatewayAddress(port));
    default:
      return strings.away.failed[start.why];
  }
}

export function GatewayAway() {
  const page = usePage();
  const { start } = page.state.value;
  const { port } = page.settings.current.value;
  const starting = start.name === "starting";
  const problem = whyNotStarted(start, port);
  return (
    <main class="away">
      <div role="alert">
        <h2>{strings.away.title}</h2>
        <p>{strings.away.explanation}</p>
        {problem && <p class="away-problem">{problem}</p>}
      </div>
      {start.name === "failed" && start.why === "not-set-up" && (
        <Command command="gatehouse install" where={null} />
      )}
      <div class="away-start">
        <button
          type="button"
          class="button primary"
          aria-disabled={starting}
          onClick={starting ? undefined : () => void page.gatewayStart.start()}
        >
          {starting ? strings.away.starting : strings.away.start}
        </button>
        <span class="away-hint">{strings.away.browserAsks}</span>
      </div>
      {startCommands(navigator.platform, port).map((command) => (
        <Command key={command.command} {...command} />
      ))}
      <LookingForGateway />
    </main>
  );
}
