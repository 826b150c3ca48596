import { useEffect, useState } from "preact/hooks";

/** True once the page has been painted with the component. */
export function usePainted(): boolean {
  const [painted, setPainted] = useState(false);
  useEffect(() => setPainted(true), []);
  return painted;
}
