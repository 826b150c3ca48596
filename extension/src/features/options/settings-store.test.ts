// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS, readSettings, type SettingsStorage } from "./settings.ts";
import { openSettings } from "./settings-store.ts";

/** Storage that several pages share, and that tells all of them of every change. */
function fakeStorage(): SettingsStorage {
  let stored: Record<string, unknown> = {};
  const watchers: (() => void)[] = [];
  const change = async (parts: Record<string, unknown>) => {
    await Promise.resolve();
    stored = { ...stored, ...parts };
    for (const watcher of watchers) watcher();
  };
  return {
    get: async () => readSettings(stored),
    set: (parts) => change({ ...parts }),
    reset: (name) => change({ [name]: undefined }),
    watch: (watcher) => watchers.push(watcher),
  };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe("the settings of a page", () => {
  it("change at once, and then in every other page", async () => {
    const storage = fakeStorage();
    const options = await openSettings(storage);
    const popup = await openSettings(storage);
    const stored = options.change({ theme: "dark" });
    expect(options.current.value.theme).toBe("dark");
    await stored;
    await settled();
    expect(popup.current.value).toEqual({ ...DEFAULT_SETTINGS, theme: "dark" });
    await popup.reset("theme");
    await settled();
    expect(options.current.value).toEqual(DEFAULT_SETTINGS);
  });

  it("lose nothing where two changes follow each other at once", async () => {
    const storage = fakeStorage();
    const { change, current } = await openSettings(storage);
    await Promise.all([change({ port: 9000 }), change({ theme: "light" })]);
    await settled();
    expect(current.value).toMatchObject({ port: 9000, theme: "light" });
  });
});
