import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { App } from "./app.ts";

export type Surface = "popup" | "panel";

/** What keys, errors and an absent gateway need of the page that they stand on. */
export type Page = Pick<
  App,
  "state" | "settings" | "keys" | "focus" | "dismissProblem" | "editPrompt" | "gatewayStart"
> & {
  connection: Pick<App["connection"], "load">;
};

export const AppContext = createContext<App | null>(null);

/** Set by a page that is not the whole app. */
export const PageContext = createContext<Page | null>(null);

export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error("A component stands outside of the app");
  return app;
}

export function usePage(): Page {
  const page = useContext(PageContext);
  const app = useContext(AppContext);
  const found = page ?? app;
  if (!found) throw new Error("A component stands outside of any page");
  return found;
}
