export const THEMES = ["system", "light", "dark"] as const;

export type Theme = (typeof THEMES)[number];

/** The last theme is kept in localStorage too: chrome.storage answers only after the first paint. */
const LAST_THEME = "theme";

/** Applies the theme that a page of the extension applied last. */
export function applyLastTheme(): void {
  const last = localStorage.getItem(LAST_THEME);
  if (last !== null) document.documentElement.dataset.theme = last;
}

export function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  if (theme === "system") localStorage.removeItem(LAST_THEME);
  else localStorage.setItem(LAST_THEME, theme);
}
