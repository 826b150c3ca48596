import { INTRODUCTION } from "./contract.ts";
import { GatewayAway, GatewayError, readError } from "./errors.ts";

export interface Call {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  token?: string;
  body?: unknown;
  lastEventId?: string;
  /** The native messaging host's secret, for what only this extension may do. */
  proof?: string;
  /** `omit` keeps the session's cookie from a gateway that has not proved its identity yet. */
  credentials?: "omit";
  /** Lets the call outlive the page. Needed where the response has a new cookie, which would be lost. */
  keepalive?: boolean;
  signal?: AbortSignal;
}

export type Address = () => string | Promise<string>;

export interface Http {
  /** Resolves with a response of status 2xx. Everything else is an exception. */
  send(call: Call): Promise<Response>;
  json<T>(call: Call): Promise<T>;
}

function toRequest(call: Call): RequestInit {
  const headers = new Headers(INTRODUCTION);
  if (call.token !== undefined) headers.set("X-CSRF-Token", call.token);
  if (call.lastEventId !== undefined) headers.set("Last-Event-ID", call.lastEventId);
  if (call.proof !== undefined) headers.set("X-Gatehouse-Proof", call.proof);
  const init: RequestInit = {
    method: call.method,
    headers,
    // Without this the session cookie is neither sent nor stored.
    credentials: call.credentials ?? "include",
    cache: "no-store",
    redirect: "error",
  };
  if (call.body !== undefined) {
    headers.set("Content-Type", "application/json");
    init.body = JSON.stringify(call.body);
  }
  if (call.keepalive) init.keepalive = true;
  if (call.signal) init.signal = call.signal;
  return init;
}

/** `address` is read before every call, because the person may change the port. */
export function createHttp(address: Address, fetchFrom: typeof fetch): Http {
  async function send(call: Call): Promise<Response> {
    let response: Response;
    try {
      response = await fetchFrom((await address()) + call.path, toRequest(call));
    } catch (cause) {
      call.signal?.throwIfAborted();
      throw new GatewayAway(cause);
    }
    if (response.ok) return response;
    throw new GatewayError(readError(await response.json().catch(() => null)));
  }

  async function json<T>(call: Call): Promise<T> {
    const response = await send(call);
    try {
      return (await response.json()) as T;
    } catch (cause) {
      call.signal?.throwIfAborted();
      throw new GatewayAway(cause);
    }
  }

  return { send, json };
}
