import { createContext, type Provider } from "preact";
import { useContext } from "preact/hooks";

/** A context that has no default, as its provider and a hook that reads it. */
export function requiredContext<Value>(name: string): readonly [Provider<Value | null>, () => Value] {
  const context = createContext<Value | null>(null);
  const useRequired = () => {
    const value = useContext(context);
    if (value === null) throw new Error(`A component stands outside of the context "${name}"`);
    return value;
  };
  return [context.Provider, useRequired];
}
