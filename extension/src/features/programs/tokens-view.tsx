import { useState } from "preact/hooks";
import type { AccessToken, ErrorBody, NewAccessToken } from "../../shared/gateway/types.ts";
import { strings } from "../../shared/locales/index.ts";
import { ErrorNote } from "../connection/error-note.tsx";
import { NewTokenForm } from "./new-token-form.tsx";
import { NewTokenShown } from "./new-token-shown.tsx";
import { TokenRow } from "./token-row.tsx";
import type { Outcome } from "./tokens.ts";
import { usePrograms } from "./tokens.ts";

/** Access tokens, with which other programs on this machine use the person's keys. */
export function ProgramsPanel() {
  const { tokens } = usePrograms();
  const [wanted, setWanted] = useState(false);
  const [issued, setIssued] = useState<AccessToken[] | null>(null);
  const [fresh, setFresh] = useState<{ token: NewAccessToken; address: string } | null>(null);
  const [error, setError] = useState<ErrorBody | null>(null);

  function settle<T>(outcome: Outcome<T>): outcome is { ok: true; value: T } {
    setError(outcome.ok ? null : outcome.error);
    return outcome.ok;
  }

  const refresh = async () => {
    const outcome = await tokens.list();
    if (settle(outcome)) setIssued(outcome.value);
  };

  return (
    <details
      class="programs"
      onToggle={({ currentTarget }) => {
        if (!currentTarget.open) return;
        setWanted(true);
        void refresh();
      }}
    >
      <summary>{strings.programs.title}</summary>
      <p class="key-hint">{strings.programs.explanation}</p>
      {fresh && <NewTokenShown {...fresh} onDone={() => setFresh(null)} />}
      {issued && issued.length > 0 && (
        <ul class="token-list">
          {issued.map((token) => (
            <TokenRow
              key={token.id}
              token={token}
              onRevoke={async () => {
                const revoked = settle(await tokens.revoke(token.id));
                if (fresh?.token.id === token.id) setFresh(null);
                if (revoked) await refresh();
              }}
            />
          ))}
        </ul>
      )}
      {error && <ErrorNote error={error} />}
      {/* Built only when it is opened, which few people do. */}
      {wanted && !fresh && (
        <NewTokenForm
          onIssue={async (request) => {
            const outcome = await tokens.issue(request);
            if (!settle(outcome)) return false;
            setFresh(outcome.value);
            await refresh();
            return true;
          }}
        />
      )}
    </details>
  );
}
