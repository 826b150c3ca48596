import type { ReadonlySignal } from "@preact/signals";
import type { Gateway } from "../../shared/gateway/client.ts";
import { type FailureAction, refusal } from "../../shared/gateway/refusal.ts";
import type { AccessToken, ErrorBody, NewAccessToken, TokenRequest } from "../../shared/gateway/types.ts";
import { requiredContext } from "../../shared/ui/required-context.ts";
import type { ModelsState } from "../models/state.ts";

/** A call's result, or the gateway's refusal, which the caller shows. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; error: ErrorBody | null };

/** Access tokens are shown in one component only, so that component keeps them. */
export interface TokenActions {
  list(): Promise<Outcome<AccessToken[]>>;
  /** The token comes with the address of the gateway that accepts it. */
  issue(request: TokenRequest): Promise<Outcome<{ token: NewAccessToken; address: string }>>;
  revoke(id: string): Promise<Outcome<null>>;
}

interface TokensContext {
  gateway: Pick<Gateway, "tokens" | "issueToken" | "revokeToken" | "address">;
  store: { dispatch(action: FailureAction): void };
}

export function createTokens(context: TokensContext): TokenActions {
  const { gateway } = context;

  async function outcome<T>(work: () => Promise<T>): Promise<Outcome<T>> {
    try {
      return { ok: true, value: await work() };
    } catch (error) {
      return { ok: false, error: refusal(context, error) };
    }
  }

  return {
    list: () => outcome(() => gateway.tokens()),
    issue: (request) =>
      outcome(async () => ({
        token: await gateway.issueToken(request),
        address: await gateway.address(),
      })),
    revoke: (id) =>
      outcome(async () => {
        await gateway.revokeToken(id);
        return null;
      }),
  };
}

/** What the components of this feature need of the page around them. */
interface ProgramsPage {
  state: ReadonlySignal<ModelsState>;
  tokens: TokenActions;
}

export const [ProgramsProvider, usePrograms] = requiredContext<ProgramsPage>("programs");
