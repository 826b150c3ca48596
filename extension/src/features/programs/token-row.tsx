import { useState } from "preact/hooks";
import type { AccessToken } from "../../shared/gateway/types.ts";
import { strings } from "../../shared/locales/index.ts";
import { providerName } from "../models/providers.ts";
import { usePrograms } from "./tokens.ts";

/** One access token: its name, its use, and the button that revokes it. */
export function TokenRow({ token, onRevoke }: { token: AccessToken; onRevoke(): Promise<void> }) {
  const state = usePrograms().state.value;
  const [busy, setBusy] = useState(false);
  const { programs } = strings;
  const now = Date.now();
  const facts = [
    programs.expires(Date.parse(token.expires_at), now),
    token.last_used_at === null ? programs.neverUsed : programs.lastUsed(Date.parse(token.last_used_at), now),
  ];
  // What was never used has asked nothing.
  if (token.last_used_at !== null) facts.push(programs.requests(token.requests));
  if (token.providers) {
    facts.push(programs.only(token.providers.map((provider) => providerName(state, provider))));
  }
  if (token.models === "any") facts.push(programs.anyModelShort);
  if (token.origin !== null) facts.push(programs.inWindowsOf(token.origin));
  if (token.max_cost_usd !== null) facts.push(programs.spentOf(token.spent_usd, token.max_cost_usd));
  else if (token.spent_usd > 0) facts.push(programs.spent(token.spent_usd));

  return (
    <li class="token">
      <div class="key-head">
        <span class="key-name">{token.name}</span>
        <code class="key-masked">…{token.last4}</code>
        <button
          type="button"
          class="link key-remove"
          aria-label={programs.revoke(token.name)}
          aria-disabled={busy}
          onClick={() => {
            if (busy) return;
            setBusy(true);
            void onRevoke().finally(() => setBusy(false));
          }}
        >
          {programs.revokeShort}
        </button>
      </div>
      <p class="key-hint">{facts.join(" · ")}</p>
    </li>
  );
}
