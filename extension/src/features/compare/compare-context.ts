import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { ComparePage } from "./compare-app.ts";

export const CompareContext = createContext<ComparePage | null>(null);

export function useComparePage(): ComparePage {
  const page = useContext(CompareContext);
  if (!page) throw new Error("A component stands outside of the compare page");
  return page;
}
