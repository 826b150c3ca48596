import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Options } from "./options.ts";

export const OptionsContext = createContext<Options | null>(null);

export function useOptions(): Options {
  const options = useContext(OptionsContext);
  if (!options) throw new Error("A component stands outside of the options page");
  return options;
}
