import type { ComponentType } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { lazily } from "../../shared/ui/lazily.tsx";
import { GatewayAway } from "./gateway-away.tsx";
import { Opening } from "./opening.tsx";
import { usePage } from "./page-context.ts";
import { isLost, type ViewName } from "./state.ts";

const GatewayUnproven = lazily(async () => (await import("./gateway-unproven.tsx")).GatewayUnproven);

/** The component of each view. */
export type Views = Readonly<Record<ViewName, ComponentType<{ hidden: boolean }>>>;

/** The one map from a view to its component. `Content` is the page's own, in all views that it has in common. */
export function viewsOf(Content: ComponentType<{ hidden: boolean }>): Views {
  return {
    opening: Opening,
    "gateway-away": GatewayAway,
    "gateway-unproven": GatewayUnproven,
    "no-key": Content,
    ready: Content,
    generating: Content,
    answer: Content,
    error: Content,
  };
}

/** Shows the current view of a page. */
export function PageView({ views }: { views: Views }) {
  const page = usePage();
  const { name } = page.state.value.view;
  const View = views[name];
  const Content = views.ready;

  // While another view is shown, the content is only hidden: its fields keep what was typed, above all a key.
  const isContent = View === Content;
  const isBuilt = useRef(false);
  isBuilt.current ||= isContent;

  // When the gateway is back, the focus returns to where it was: the rest of a key must not go into the prompt.
  const isAway = isLost(page.state.value);
  const left = useRef<Element | null>(null);
  useLayoutEffect(() => {
    if (isAway) {
      left.current = document.activeElement;
    } else if (left.current instanceof HTMLElement && left.current !== document.body) {
      left.current.focus();
      if (document.activeElement === left.current) page.focus(null);
    }
  }, [isAway]);

  return (
    <>
      {!isContent && <View hidden={false} />}
      {isBuilt.current && <Content hidden={!isContent} />}
    </>
  );
}
