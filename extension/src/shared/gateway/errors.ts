import type { ErrorBody } from "./types.ts";

/** The gateway answered with an error. */
export class GatewayError extends Error {
  constructor(readonly body: ErrorBody) {
    super(body.message);
    this.name = "GatewayError";
  }
}

/** The gateway did not answer: it is not running, or went away. */
export class GatewayAway extends Error {
  constructor(cause?: unknown) {
    super("The gateway does not answer", { cause });
    this.name = "GatewayAway";
  }
}

/** Why a program that answers like the gateway is not believed. Identities are named by their fingerprints. */
export type Unproven =
  | { why: "no-proof" }
  | { why: "other-identity"; publicKey: string; found: string; known: string }
  /** Nothing is known yet, and the native host says that it is not the person's. */
  | { why: "unconfirmed"; publicKey: string; found: string };

/** A program answers, but it has not proved that it is the person's own gateway. */
export class GatewayUnproven extends Error {
  constructor(readonly unproven: Unproven) {
    super("The gateway has not proved its identity");
    this.name = "GatewayUnproven";
  }
}

const EMPTY: ErrorBody = {
  code: "internal",
  message: "",
  action: null,
  provider: null,
  retryable: false,
  retry_after: null,
  field: null,
  request_id: null,
};

export function errorBody(parts: Partial<ErrorBody>): ErrorBody {
  return { ...EMPTY, ...parts };
}

/**
 * Reads the contract's error out of any JSON value. Anything else (another program may listen on this port)
 * becomes an `internal` error, never an exception.
 */
export function readError(value: unknown): ErrorBody {
  if (typeof value !== "object" || value === null) return EMPTY;
  if ("code" in value && typeof value.code === "string") return errorBody(value as Partial<ErrorBody>);
  return "error" in value ? readError(value.error) : EMPTY;
}

export function hasCode(error: unknown, ...codes: string[]): error is GatewayError {
  return error instanceof GatewayError && codes.includes(error.body.code);
}
