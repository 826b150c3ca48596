import type { Theme } from "../storage/settings.ts";

/** Where `theme.js` finds it before the page is painted; chrome.storage answers too late for that. */
const PAINTED_FIRST = "theme";

export function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  if (theme === "system") localStorage.removeItem(PAINTED_FIRST);
  else localStorage.setItem(PAINTED_FIRST, theme);
}
