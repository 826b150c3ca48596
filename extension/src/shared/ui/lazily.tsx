import type { FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";

/** A component that is loaded when it is first shown, for what is seldom seen. */
export function lazily<Props extends object>(
  load: () => Promise<FunctionComponent<Props>>,
): FunctionComponent<Props> {
  return function Lazy(props) {
    const [Loaded, setLoaded] = useState<FunctionComponent<Props> | null>(null);
    useEffect(() => void load().then((found) => setLoaded(() => found)), []);
    return Loaded && <Loaded {...props} />;
  };
}
