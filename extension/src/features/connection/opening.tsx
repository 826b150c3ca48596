import { Waiting } from "../../shared/ui/waiting.tsx";

/** Until it is known whether the gateway is there, and what it holds. */
export function Opening() {
  return (
    <main class="opening" aria-busy="true">
      <Waiting />
    </main>
  );
}
