import { useEffect, useRef, useState } from "preact/hooks";
import type { Unproven } from "../../shared/gateway/errors.ts";
import { strings } from "../../shared/locales/index.ts";
import { Command } from "./command.tsx";
import { LookingForGateway } from "./looking-for-gateway.tsx";
import { usePage } from "./page-context.ts";

/** One that has a proof, so that the person can trust it. */
type WithIdentity = Exclude<Unproven, { why: "no-proof" }>;

function Confirmation({ asked, onKeepOld }: { asked: WithIdentity; onKeepOld(): void }) {
  const page = usePage();
  // The button that had the focus is gone.
  const safe = useRef<HTMLButtonElement>(null);
  useEffect(() => safe.current?.focus(), []);
  return (
    <fieldset class="unproven-confirm">
      <legend>{strings.unproven.confirmTitle}</legend>
      <p>
        {asked.why === "other-identity"
          ? strings.unproven.confirm(asked.known, asked.found)
          : strings.unproven.confirmFirst(asked.found)}
      </p>
      <div class="alert-actions">
        <button type="button" class="button small" ref={safe} onClick={onKeepOld}>
          {strings.unproven.keepOld}
        </button>
        <button
          type="button"
          class="button small"
          onClick={() => void page.connection.trust(asked.publicKey)}
        >
          {strings.unproven.trustNow(asked.found)}
        </button>
      </div>
    </fieldset>
  );
}

/** Two steps, so that nobody trusts another program by one click too many. */
function TrustNewIdentity({ unproven }: { unproven: WithIdentity }) {
  // What is confirmed is what was shown when the question was asked, whatever answers on the port meanwhile.
  const [asked, setAsked] = useState<WithIdentity | null>(null);
  if (asked) return <Confirmation asked={asked} onKeepOld={() => setAsked(null)} />;
  return (
    <button type="button" class="button" onClick={() => setAsked(unproven)}>
      {strings.unproven.trust}
    </button>
  );
}

function whatHappened(unproven: Unproven | null): string {
  switch (unproven?.why) {
    case "other-identity":
      return strings.unproven.otherIdentity(unproven.known, unproven.found);
    case "unconfirmed":
      return strings.unproven.unconfirmed(unproven.found);
    default:
      return strings.unproven.noProof;
  }
}

/** Shown while a program answers that has not proved that it is the person's gateway. Nothing is sent to it. */
export function GatewayUnproven() {
  const { unproven } = usePage().state.value;
  const trustable = unproven && unproven.why !== "no-proof" ? unproven : null;
  const said = strings.unproven;
  return (
    <main class="away">
      <div role="alert">
        <h2>{said.title}</h2>
        <p>{whatHappened(unproven)}</p>
        <p>{said.nothingSent}</p>
      </div>
      <h3>{said.meaning}</h3>
      <ul class="unproven-list">
        <li>{said.anotherProgram}</li>
        {unproven?.why === "other-identity" && <li>{said.folderChanged}</li>}
        {unproven?.why === "no-proof" && <li>{said.outdated}</li>}
      </ul>
      <h3>{said.whatToDo}</h3>
      <p>{said.findOut}</p>
      <Command command="gatehouse status" where={null} />
      <p>{said.endIt}</p>
      {trustable && (
        <>
          <p>{said.trustOnly}</p>
          <TrustNewIdentity unproven={trustable} />
        </>
      )}
      <LookingForGateway />
    </main>
  );
}
