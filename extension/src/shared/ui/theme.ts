import type { Theme } from "../../features/options/settings.ts";

/** Where the theme is known before the page is painted; chrome.storage answers too late for that. */
const PAINTED_FIRST = "theme";

/** Applies the theme that a page of ours applied last. */
export function applyLastTheme(): void {
  const last = localStorage.getItem(PAINTED_FIRST);
  if (last !== null) document.documentElement.dataset.theme = last;
}

export function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  if (theme === "system") localStorage.removeItem(PAINTED_FIRST);
  else localStorage.setItem(PAINTED_FIRST, theme);
}
