// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { startCommands } from "./start-commands.ts";

describe("the commands that start the gateway", () => {
  it.each([
    ["Linux x86_64", ["gatehouse run", "make run", ".venv/bin/python -m gateway"]],
    ["MacIntel", ["gatehouse run", "make run", ".venv/bin/python -m gateway"]],
    ["Win32", ["gatehouse run", ".venv\\Scripts\\python -m gateway", "make run"]],
  ])("are those of %s", (platform, commands) => {
    expect(startCommands(platform).map(({ command }) => command)).toEqual(commands);
  });
});
