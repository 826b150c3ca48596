import { useEffect, useState } from "preact/hooks";
import { browser } from "wxt/browser";
import { strings } from "../../shared/locales/index.ts";
import { IS_MAC } from "../../shared/ui/is-mac.ts";
import { Section } from "../../shared/ui/section.tsx";
import { OPEN_POPUP, OPEN_SIDE_PANEL } from "./commands.ts";

/** The browser's page for the shortcuts of all extensions. A page cannot link to it. */
const SHORTCUTS_PAGE = "chrome://extensions/shortcuts";

/** The shortcuts of the browser's commands as the person has set them, read again when this page gets the focus. */
function useShortcuts(): Record<string, string> {
  const [shortcuts, setShortcuts] = useState<Record<string, string>>({});
  useEffect(() => {
    const look = async () => {
      const commands = await browser.commands.getAll();
      setShortcuts(Object.fromEntries(commands.map(({ name = "", shortcut = "" }) => [name, shortcut])));
    };
    void look();
    window.addEventListener("focus", look);
    return () => window.removeEventListener("focus", look);
  }, []);
  return shortcuts;
}

export function KeyboardSection() {
  const shortcuts = useShortcuts();
  const { keyboard } = strings.options;
  const lines = [
    [keyboard.openPopup, shortcuts[OPEN_POPUP] || keyboard.notSet],
    [keyboard.openSidePanel, shortcuts[OPEN_SIDE_PANEL] || keyboard.notSet],
    [keyboard.generate, strings.composer.shortcut(IS_MAC)],
    [keyboard.stop, keyboard.escape],
    [keyboard.recall, keyboard.arrowUp],
  ] as const;
  return (
    <Section title={keyboard.title}>
      <dl class="options-keys">
        {lines.map(([what, keys]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>
              <kbd>{keys}</kbd>
            </dd>
          </div>
        ))}
      </dl>
      <button type="button" class="button" onClick={() => void browser.tabs.create({ url: SHORTCUTS_PAGE })}>
        {keyboard.change}
      </button>
    </Section>
  );
}
