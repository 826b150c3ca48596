import { words } from "../locales/index.ts";

export interface StartCommand {
  command: string;
  where: string;
}

const INSTALLED = "gatehouse run";
const MAKE = "make run";

/** What starts the gateway in a terminal, the likeliest first. `platform` is the browser's name for the system. */
export function startCommands(platform: string): StartCommand[] {
  const { inTerminal, inFolder, withMake, withoutMake } = words.away;
  if (platform.startsWith("Win")) {
    return [
      { command: INSTALLED, where: inTerminal },
      { command: ".venv\\Scripts\\python -m gateway", where: inFolder },
      { command: MAKE, where: withMake },
    ];
  }
  return [
    { command: INSTALLED, where: inTerminal },
    { command: MAKE, where: inFolder },
    { command: ".venv/bin/python -m gateway", where: withoutMake },
  ];
}
