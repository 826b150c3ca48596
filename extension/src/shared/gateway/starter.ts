/** The native messaging host that starts the gateway. `gatehouse install` registers it with the browser. */
const HOST = "gatehouse.starter";
const PERMISSIONS = { permissions: ["nativeMessaging" as const] };

/** `not-set-up`: the browser does not know the program. `refused`: it answered that it could not start it. */
export type Started =
  | { name: "started"; address: string }
  | { name: "not-set-up" }
  | { name: "refused"; message: string };

/** What the native host knows about the gateway of this person. */
export interface HostIdentity {
  publicKey: string;
  /** Shows the gateway that a call comes from this extension. */
  proof: string;
}

/** `denied`: it is there, and no gateway of this person answers it. `silent`: it is not there, or too old. */
export type HostAnswer = { name: "named"; publicKey: string } | { name: "denied" } | { name: "silent" };

export interface Starter {
  /** The browser asks the person once, only in the same turn as a click, and closes a popup to do so. */
  askPermission(): Promise<boolean>;
  mayStart(): Promise<boolean>;
  /** Whether this page can call. A page that was opened before the permission was given cannot. */
  canCall(): boolean;
  start(): Promise<Started>;
  /** What the native host knows about the gateway that runs. */
  identify(): Promise<HostAnswer>;
}

/** The part of the browser's API that is used. `sendNativeMessage` exists only with the permission. */
export interface StarterBrowser {
  permissions: {
    request(wanted: typeof PERMISSIONS): Promise<boolean>;
    contains(wanted: typeof PERMISSIONS): Promise<boolean>;
  };
  runtime: { sendNativeMessage?(host: string, message: object): Promise<unknown> };
}

/** `remember` keeps what the native host says about the gateway. */
export function createStarter(
  { permissions, runtime }: StarterBrowser,
  remember: (identity: HostIdentity) => Promise<void>,
): Starter {
  async function ask(command: "start" | "identify"): Promise<unknown> {
    const answer = await runtime.sendNativeMessage?.(HOST, { command });
    const identity = readIdentity(answer);
    if (identity) await remember(identity);
    return answer;
  }

  return {
    askPermission: () => permissions.request(PERMISSIONS),
    mayStart: () => permissions.contains(PERMISSIONS),
    canCall: () => runtime.sendNativeMessage !== undefined,

    async start() {
      try {
        return read(await ask("start"));
      } catch {
        // It is not registered, registered for another extension, or its file is gone.
        return { name: "not-set-up" };
      }
    },

    async identify() {
      const answer = await ask("identify").catch(() => null);
      const identity = readIdentity(answer);
      if (identity) return { name: "named", publicKey: identity.publicKey };
      return { name: isDenial(answer) ? "denied" : "silent" };
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

function readIdentity(answer: unknown): HostIdentity | null {
  if (typeof answer !== "object" || answer === null) return null;
  const { public_key: publicKey, proof } = answer as Record<string, unknown>;
  return typeof publicKey === "string" && typeof proof === "string" ? { publicKey, proof } : null;
}

function isDenial(answer: unknown): boolean {
  if (typeof answer !== "object" || answer === null) return false;
  const { ok, code } = answer as Record<string, unknown>;
  // An older host does not know the question.
  return ok === false && code !== "invalid_message";
}
