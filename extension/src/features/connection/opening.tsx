import { Waiting } from "../../shared/ui/waiting.tsx";

/** Shown until the gateway has answered for the first time, or is known to be away. */
export function Opening() {
  return (
    <main class="opening" aria-busy="true">
      <Waiting />
    </main>
  );
}
