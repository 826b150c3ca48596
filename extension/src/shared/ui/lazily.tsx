import type { FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";

/** A component that is loaded when it is first shown, for what is seldom seen. */
export function lazily(load: () => Promise<FunctionComponent>): FunctionComponent {
  return function Lazy() {
    const [Loaded, setLoaded] = useState<FunctionComponent | null>(null);
    useEffect(() => void load().then((found) => setLoaded(() => found)), []);
    return Loaded && <Loaded />;
  };
}
