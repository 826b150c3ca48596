import { DEFAULT_PORT } from "../../shared/gateway/address.ts";
import { strings } from "../../shared/locales/index.ts";

export interface StartCommand {
  command: string;
  where: string;
}

/**
 * The commands that start the gateway in a terminal, the most likely first. `platform` is the browser's name for
 * the operating system, `port` the one that the extension uses.
 */
export function startCommands(platform: string, port: number): StartCommand[] {
  const usual = port === DEFAULT_PORT;
  const installed = usual ? "gatehouse run" : `gatehouse run --port ${port}`;
  const make = usual ? "make run" : `make run GATEWAY_PORT=${port}`;
  const python = usual ? "python -m gateway" : `python -m gateway --port ${port}`;
  const { inTerminal, inFolder, withMake, withoutMake } = strings.away;
  if (platform.startsWith("Win")) {
    return [
      { command: installed, where: inTerminal },
      { command: `.venv\\Scripts\\${python}`, where: inFolder },
      { command: make, where: withMake },
    ];
  }
  return [
    { command: installed, where: inTerminal },
    { command: make, where: inFolder },
    { command: `.venv/bin/${python}`, where: withoutMake },
  ];
}
