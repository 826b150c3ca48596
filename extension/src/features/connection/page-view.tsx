import type { ComponentChild } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { usePage } from "../../entrypoints/app/app-context.ts";
import type { View } from "../../entrypoints/app/state.ts";
import { GatewayAway } from "./gateway-away.tsx";
import { Opening } from "./opening.tsx";

interface PageViewProps {
  view: View["name"];
  content(hidden: boolean): ComponentChild;
}

/** A page as it opens, while the gateway is away, or with its own content. */
export function PageView({ view, content }: PageViewProps) {
  const page = usePage();
  const isAway = view === "gateway-away";
  // What stands in its fields, a key above all, is there again when the gateway is.
  const isBuilt = useRef(false);
  isBuilt.current ||= view !== "opening" && !isAway;

  // And the keyboard is back where it was: the rest of a key must not be typed into the prompt.
  const left = useRef<Element | null>(null);
  useLayoutEffect(() => {
    if (isAway) {
      left.current = document.activeElement;
    } else if (left.current instanceof HTMLElement && left.current !== document.body) {
      left.current.focus();
      if (document.activeElement === left.current) page.focus(null);
    }
  }, [isAway]);

  if (view === "opening") return <Opening />;
  return (
    <>
      {isAway && <GatewayAway />}
      {isBuilt.current && content(isAway)}
    </>
  );
}
