import { beforeEach, describe, expect, it, vi } from "vitest";

const POPUP = "chrome-extension://gatehouse/popup.html";
const PANEL = "chrome-extension://gatehouse/sidepanel.html";
const ADDED = { permissions: ["nativeMessaging" as const] };

const { open, openPopup, stored } = vi.hoisted(() => {
  vi.stubGlobal("navigator", {});
  const stored: Record<string, unknown> = {};
  return { open: new Set<string>(), openPopup: vi.fn(async () => {}), stored };
});

vi.mock("wxt/browser", () => ({
  browser: {
    runtime: {
      getContexts: async ({ documentUrls }: { documentUrls: string[] }) =>
        documentUrls.filter((url) => open.has(url)),
    },
    action: { openPopup },
    storage: { session: { get: async () => stored } },
  },
}));

const { onPermissionsAdded } = await import("./reopen-popup.ts");

beforeEach(() => {
  open.clear();
  openPopup.mockClear();
  stored.start_wanted = POPUP;
});

describe("the popup that the browser's question has closed", () => {
  it("opens again, whatever else is open", async () => {
    open.add(PANEL);
    await onPermissionsAdded(ADDED);
    expect(openPopup).toHaveBeenCalledOnce();
  });

  it("stays closed where the page that asked still lives", async () => {
    stored.start_wanted = PANEL;
    open.add(PANEL);
    await onPermissionsAdded(ADDED);
    expect(openPopup).not.toHaveBeenCalled();
  });

  it("stays closed where nobody asked for a start", async () => {
    delete stored.start_wanted;
    await onPermissionsAdded(ADDED);
    expect(openPopup).not.toHaveBeenCalled();
  });
});
