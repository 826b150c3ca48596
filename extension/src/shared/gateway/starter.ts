/** The program on this computer that starts the gateway; `gatehouse install` makes the browser know it. */
const HOST = "gatehouse.starter";
const PERMISSIONS = { permissions: ["nativeMessaging" as const] };

/** What came of it. The browser does not know the program, or it answered and said no. */
export type Started =
  | { name: "started"; address: string }
  | { name: "not-set-up" }
  | { name: "refused"; message: string };

export interface Starter {
  /** Asks the person, the first time. Only in the turn of a click, and a popup does not survive the question. */
  askPermission(): Promise<boolean>;
  mayStart(): Promise<boolean>;
  /** Whether this very page may call: one that was open before the permission was given may not. */
  canCall(): boolean;
  start(): Promise<Started>;
}

/** What the browser offers for it. `sendNativeMessage` is there only once the permission is. */
export interface StarterBrowser {
  permissions: {
    request(wanted: typeof PERMISSIONS): Promise<boolean>;
    contains(wanted: typeof PERMISSIONS): Promise<boolean>;
  };
  runtime: { sendNativeMessage?(host: string, message: object): Promise<unknown> };
}

export function createStarter({ permissions, runtime }: StarterBrowser): Starter {
  return {
    askPermission: () => permissions.request(PERMISSIONS),
    mayStart: () => permissions.contains(PERMISSIONS),
    canCall: () => runtime.sendNativeMessage !== undefined,

    async start() {
      try {
        return read(await runtime.sendNativeMessage?.(HOST, { command: "start" }));
      } catch {
        // Not registered, registered for another extension, or it points to what is no longer there.
        return { name: "not-set-up" };
      }
    },
  };
}

function read(answer: unknown): Started {
  if (typeof answer !== "object" || answer === null) return { name: "not-set-up" };
  if ("address" in answer && typeof answer.address === "string") {
    return { name: "started", address: answer.address };
  }
  const message = "message" in answer && typeof answer.message === "string" ? answer.message : "";
  return { name: "refused", message };
}
