import { strings } from "../../shared/locales/index.ts";
import { useNow } from "../../shared/ui/use-now.ts";
import { hasUsableKey } from "../models/providers.ts";
import { usePage } from "./page-context.ts";

const SAID_BEFORE_MS = 10 * 60_000;

/** Announces the end of the session while it can still be extended. */
export function SessionEnding() {
  const page = usePage();
  const { sessionInfo, providers } = page.state.value;
  const known = sessionInfo !== null && hasUsableKey(providers);
  const now = useNow(known);
  if (!known) return null;

  const end = Date.parse(sessionInfo.idle_expires_at);
  const left = end - now;
  if (left > SAID_BEFORE_MS || left <= 0) return null;

  const minutes = Math.ceil(left / 60_000);
  const forGood = end >= Date.parse(sessionInfo.expires_at);
  return (
    <p class="session-ending">
      <span>{forGood ? strings.session.endingForGood(minutes) : strings.session.ending(minutes)}</span>
      {!forGood && (
        <button type="button" class="link" onClick={() => void page.connection.keepAlive()}>
          {strings.session.keepAlive}
        </button>
      )}
    </p>
  );
}
