import { useEffect, useState } from "preact/hooks";
import type { AccessToken, ErrorBody, NewAccessToken } from "../../shared/gateway/types.ts";
import { ErrorNote } from "../connection/error-note.tsx";
import { isAboutOrigin, NewTokenForm } from "./new-token-form.tsx";
import { NewTokenShown } from "./new-token-shown.tsx";
import { TokenRow } from "./token-row.tsx";
import type { Outcome } from "./tokens.ts";
import { usePrograms } from "./tokens.ts";

/** Access tokens, with which other programs on this machine use the person's keys. Listed anew each time it opens. */
export function TokensView({ open }: { open: boolean }) {
  const { tokens } = usePrograms();
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

  useEffect(() => {
    if (open) void refresh();
  }, [open]);

  return (
    <>
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
      {error && !isAboutOrigin(error) && <ErrorNote error={error} />}
      {!fresh && (
        <NewTokenForm
          error={error}
          onIssue={async (request) => {
            const outcome = await tokens.issue(request);
            if (!settle(outcome)) return false;
            setFresh(outcome.value);
            await refresh();
            return true;
          }}
        />
      )}
    </>
  );
}
