// The gateway's HTTP contract, as types. Field names are the contract's own.

export type KeyState = "missing" | "valid" | "unverified" | "rejected" | "not_needed";

export interface KeyInfo {
  state: KeyState;
  masked: string | null;
  added_at: string | null;
  checked_at: string | null;
}

export interface Provider {
  id: string;
  name: string;
  model: string;
  selected: boolean;
  key: KeyInfo;
  key_url: string | null;
}

export interface Health {
  status: string;
  version: string;
  started_at: string;
}

export interface SessionInfo {
  provider: string;
  created_at: string;
  expires_at: string;
  idle_expires_at: string;
}

export interface Session extends SessionInfo {
  csrf_token: string;
}

export interface Message {
  role: "user" | "assistant";
  content: string;
}

export type GenerateRequest = { provider: string } & ({ prompt: string } | { messages: Message[] });

/** What an access token may do; sums are in US dollars, null stands for no limit. */
export interface TokenRequest {
  name: string;
  /** Seconds. */
  expires_in: number;
  providers: string[] | null;
  max_cost_usd: number | null;
}

export interface AccessToken {
  id: string;
  name: string;
  last4: string;
  created_at: string;
  expires_at: string;
  last_used_at: string | null;
  providers: string[] | null;
  max_cost_usd: number | null;
  spent_usd: number | null;
}

/** One that has just been issued, with its text, which is never told again. */
export interface NewAccessToken extends AccessToken {
  token: string;
}

export type FinishReason = "stop" | "length" | "content_filter" | "stopped";

export interface Notice {
  code: string;
  message: string;
}

export interface Usage {
  input_tokens: number | null;
  output_tokens: number | null;
  total_tokens: number | null;
}

export interface Answer {
  id: string;
  status: "running" | "done" | "failed" | "stopped";
  provider: string;
  model: string;
  upstream_model: string | null;
  text: string;
  reasoning: string | null;
  finish_reason: FinishReason | null;
  usage: Usage | null;
  cost_usd: number | null;
  timing: { first_token_ms: number | null; total_ms: number | null } | null;
  attempts: number;
  notices: Notice[];
  error: ErrorBody | null;
  created_at: string;
}

export type ErrorAction =
  | "fix_request"
  | "edit_prompt"
  | "sign_in"
  | "add_key"
  | "open_billing"
  | "configure_model"
  | "retry"
  | "remove_key";

export interface ErrorBody {
  code: string;
  message: string;
  action: ErrorAction | null;
  provider: string | null;
  retryable: boolean;
  /** Seconds. */
  retry_after: number | null;
  field: string | null;
  request_id: string | null;
}

export type GenerationEvent =
  | { type: "start"; id: string; provider: string; model: string }
  | { type: "delta"; text: string; reasoning: string }
  | { type: "retry"; attempt: number; waitMs: number; code: string }
  | { type: "notice"; notice: Notice }
  | { type: "done"; answer: Answer }
  | { type: "error"; error: ErrorBody };
