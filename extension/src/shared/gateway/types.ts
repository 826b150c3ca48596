import type { components } from "./openapi.ts";

// The gateway's HTTP contract. These are names for types that are generated from the gateway's own description
// of its API (`make setup` writes openapi.ts), so they cannot drift from it.

type Schemas = components["schemas"];

/** The fields that the extension reads. */
export type Health = Pick<Schemas["Health"], "status" | "started_at">;
export type SessionInfo = Schemas["SessionInfo"];
export type Session = Schemas["NewSession"];

export type Provider = Schemas["ProviderInfo"];
export type KeyInfo = Schemas["KeyInfo"];

export type Message = Schemas["ChatMessage"];
/** The extension always names the provider. */
export type GenerateRequest = { provider: string } & ({ prompt: string } | { messages: Message[] });

export type Answer = Schemas["Answer"];
export type Notice = Schemas["Notice"];

export type ErrorBody = Schemas["ErrorInfo"];
export type ErrorAction = NonNullable<ErrorBody["action"]>;

export type TokenRequest = Schemas["IssueToken"];
export type AccessToken = Schemas["TokenInfo"];
export type NewAccessToken = Schemas["NewToken"];

/**
 * The events of a generation's stream, as event-stream.ts reads them. The description of the API has their data as
 * text only.
 */
export type GenerationEvent =
  | { type: "start"; id: string; provider: string; model: string }
  | { type: "delta"; text: string; reasoning: string }
  | { type: "retry"; attempt: number; waitMs: number; code: string }
  | { type: "notice"; notice: Notice }
  | { type: "done"; answer: Answer }
  | { type: "error"; error: ErrorBody };
