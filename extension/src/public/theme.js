// Runs before the first paint, so that nobody who chose the dark is dazzled. Kept by components/theme.ts.
document.documentElement.dataset.theme = localStorage.getItem("theme") ?? "system";
