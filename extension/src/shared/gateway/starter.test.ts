import { describe, expect, it, vi } from "vitest";
import { createStarter, type StarterBrowser } from "./starter.ts";

function setUp(sendNativeMessage?: StarterBrowser["runtime"]["sendNativeMessage"]) {
  const permissions = { request: vi.fn(async () => true), contains: vi.fn(async () => true) };
  const runtime = sendNativeMessage ? { sendNativeMessage } : {};
  const remember = vi.fn(async () => {});
  return { permissions, remember, starter: createStarter({ permissions, runtime }, remember) };
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

  it("remembers the key and the proof that the program names, with any answer", async () => {
    const answer = { ok: true, address: "http://127.0.0.1:8765", proof: "secret", public_key: "key" };
    const send = vi.fn(async () => answer);
    const { starter, remember } = setUp(send);
    await expect(starter.start()).resolves.toEqual({ name: "started", address: answer.address });
    await expect(starter.identify()).resolves.toEqual({ name: "named", publicKey: "key" });
    expect(send).toHaveBeenLastCalledWith("gatehouse.starter", { command: "identify" });
    expect(remember.mock.calls).toEqual([
      [{ publicKey: "key", proof: "secret" }],
      [{ publicKey: "key", proof: "secret" }],
    ]);
  });

  it.each([
    ["does not know the question", async () => ({ ok: false, code: "invalid_message", message: "Unknown." })],
    ["says nothing", async () => undefined],
    ["names no key", async () => ({ ok: true, address: "http://127.0.0.1:8765" })],
    ["names a key that is none", async () => ({ ok: true, public_key: 7, proof: "secret" })],
    ["is not there", () => Promise.reject(new Error("Specified native messaging host not found."))],
  ])("knows no identity where the program %s", async (_, send) => {
    const { starter, remember } = setUp(send);
    await expect(starter.identify()).resolves.toEqual({ name: "silent" });
    expect(remember).not.toHaveBeenCalled();
  });

  it.each(["not_yours", "not_running"])("denies the gateway that runs: %s", async (code) => {
    const { starter } = setUp(async () => ({ ok: false, code, message: "No." }));
    await expect(starter.identify()).resolves.toEqual({ name: "denied" });
  });

  it("knows no identity without the permission", async () => {
    await expect(setUp().starter.identify()).resolves.toEqual({ name: "silent" });
  });

  it("cannot call from a page that is older than the permission", () => {
    expect(setUp().starter.canCall()).toBe(false);
    expect(setUp(async () => ({})).starter.canCall()).toBe(true);
  });
});
