import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";

interface MenuItem {
  id: string;
  label: string;
  choose(): void;
}

interface MenuButtonProps {
  label: string;
  icon: ComponentChildren;
  items: readonly MenuItem[];
}

/** The item that gets the focus after the one at `index`; null for a key that moves nothing. */
function nextIndex(key: string, index: number, count: number): number | null {
  switch (key) {
    case "ArrowDown":
      return (index + 1) % count;
    case "ArrowUp":
      return (index - 1 + count) % count;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}

/** A button that opens a small menu. The browser closes it on Escape and on a click elsewhere. */
export function MenuButton({ label, icon, items }: MenuButtonProps) {
  const id = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);

  // The menu opens below its own button.
  useLayoutEffect(() => {
    const anchor = `--menu-${id}`;
    opener.current?.style.setProperty("anchor-name", anchor);
    menu.current?.style.setProperty("position-anchor", anchor);
  }, [id]);

  const buttons = () => [...(menu.current?.querySelectorAll("button") ?? [])];
  const move = (event: KeyboardEvent) => {
    const all = buttons();
    const at = nextIndex(event.key, all.indexOf(event.target as HTMLButtonElement), all.length);
    if (at === null) return;
    event.preventDefault();
    all[at]?.focus();
  };

  return (
    <>
      <button
        type="button"
        class="button quiet icon-only small"
        title={label}
        aria-haspopup="menu"
        popovertarget={id}
        ref={opener}
      >
        {icon}
        <span class="visually-hidden">{label}</span>
      </button>
      <div
        id={id}
        class="menu"
        role="menu"
        aria-label={label}
        popover="auto"
        ref={menu}
        onKeyDown={move}
        onToggle={(event) => event.newState === "open" && buttons()[0]?.focus()}
      >
        {items.map((item) => (
          <button
            key={item.id}
            type="button"
            role="menuitem"
            class="menu-item"
            tabIndex={-1}
            onClick={() => {
              menu.current?.hidePopover();
              item.choose();
            }}
          >
            {item.label}
          </button>
        ))}
      </div>
    </>
  );
}
