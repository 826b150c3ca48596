import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { App } from "../state/app.ts";

export type Surface = "popup" | "panel";

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error("A component stands outside of the app");
  return app;
}
