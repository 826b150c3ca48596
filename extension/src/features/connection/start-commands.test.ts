// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { startCommands } from "./start-commands.ts";

describe("the commands that start the gateway", () => {
  it.each([
    ["Linux x86_64", ["gatehouse run", "make run", ".venv/bin/python -m gateway"]],
    ["MacIntel", ["gatehouse run", "make run", ".venv/bin/python -m gateway"]],
    ["Win32", ["gatehouse run", ".venv\\Scripts\\python -m gateway", "make run"]],
  ])("are those of %s", (platform, commands) => {
    expect(startCommands(platform, 8765).map(({ command }) => command)).toEqual(commands);
  });

  it("name the port that the person has chosen", () => {
    for (const platform of ["Linux x86_64", "Win32"]) {
      for (const { command } of startCommands(platform, 9000)) expect(command).toContain("9000");
    }
  });
});
