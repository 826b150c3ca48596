import { describe, expect, it, vi } from "vitest";
import { createStarter, type StarterBrowser } from "./starter.ts";

function setUp(sendNativeMessage?: StarterBrowser["runtime"]["sendNativeMessage"]) {
  const permissions = { request: vi.fn(async () => true), contains: vi.fn(async () => true) };
  const runtime = sendNativeMessage ? { sendNativeMessage } : {};
  return { permissions, starter: createStarter({ permissions, runtime }) };
}

describe("the starter", () => {
  it("asks for one permission and sends one message", async () => {
    const send = vi.fn(async () => ({ ok: true, address: "http://127.0.0.1:8765" }));
    const { starter, permissions } = setUp(send);
    await starter.askPermission();
    expect(permissions.request).toHaveBeenCalledWith({ permissions: ["nativeMessaging"] });
    await expect(starter.start()).resolves.toEqual({ name: "started", address: "http://127.0.0.1:8765" });
    expect(send).toHaveBeenCalledWith("gatehouse.starter", { command: "start" });
  });

  it("passes on why the gateway did not start", async () => {
    const { starter } = setUp(async () => ({ ok: false, code: "not_started", message: "Port taken." }));
    await expect(starter.start()).resolves.toEqual({ name: "refused", message: "Port taken." });
  });

  it("is not set up where the browser finds no program, or one that says nothing", async () => {
    const failing = setUp(() => Promise.reject(new Error("Specified native messaging host not found.")));
    await expect(failing.starter.start()).resolves.toEqual({ name: "not-set-up" });
    const silent = setUp(async () => undefined);
    await expect(silent.starter.start()).resolves.toEqual({ name: "not-set-up" });
  });

  it("cannot call from a page that is older than the permission", () => {
    expect(setUp().starter.canCall()).toBe(false);
    expect(setUp(async () => ({})).starter.canCall()).toBe(true);
  });
});
