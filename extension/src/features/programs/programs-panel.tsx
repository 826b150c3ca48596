import { useState } from "preact/hooks";
import { strings } from "../../shared/locales/index.ts";
import { lazily } from "../../shared/ui/lazily.tsx";

const TokensView = lazily(async () => (await import("./tokens-view.tsx")).TokensView);

/** Access for other programs, which few people open. */
export function ProgramsPanel() {
  const [open, setOpen] = useState(false);
  // It stays when it is closed again: it may hold a token that is shown only once.
  const [wanted, setWanted] = useState(false);
  return (
    <details
      class="programs"
      onToggle={({ currentTarget }) => {
        setOpen(currentTarget.open);
        if (currentTarget.open) setWanted(true);
      }}
    >
      <summary>{strings.programs.title}</summary>
      <p class="key-hint">{strings.programs.explanation}</p>
      {wanted && <TokensView open={open} />}
    </details>
  );
}
