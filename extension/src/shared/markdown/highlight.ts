import type { HLJSApi, LanguageFn } from "highlight.js";
import { own } from "../own.ts";
import { markInvisible } from "./invisible-marks.ts";
import { keepSelection } from "./kept-selection.ts";
import { sanitise } from "./sanitise.ts";

// Colours for code. Each language is loaded when there is code in it.

/** Characters. Longer code would block the page for a noticeable time. */
const LONGEST = 10_000;

const LANGUAGES: Readonly<Record<string, () => Promise<{ default: LanguageFn }>>> = {
  bash: () => import("highlight.js/lib/languages/bash"),
  c: () => import("highlight.js/lib/languages/c"),
  cpp: () => import("highlight.js/lib/languages/cpp"),
  csharp: () => import("highlight.js/lib/languages/csharp"),
  css: () => import("highlight.js/lib/languages/css"),
  diff: () => import("highlight.js/lib/languages/diff"),
  dockerfile: () => import("highlight.js/lib/languages/dockerfile"),
  go: () => import("highlight.js/lib/languages/go"),
  ini: () => import("highlight.js/lib/languages/ini"),
  java: () => import("highlight.js/lib/languages/java"),
  javascript: () => import("highlight.js/lib/languages/javascript"),
  json: () => import("highlight.js/lib/languages/json"),
  kotlin: () => import("highlight.js/lib/languages/kotlin"),
  lua: () => import("highlight.js/lib/languages/lua"),
  makefile: () => import("highlight.js/lib/languages/makefile"),
  php: () => import("highlight.js/lib/languages/php"),
  powershell: () => import("highlight.js/lib/languages/powershell"),
  python: () => import("highlight.js/lib/languages/python"),
  r: () => import("highlight.js/lib/languages/r"),
  ruby: () => import("highlight.js/lib/languages/ruby"),
  rust: () => import("highlight.js/lib/languages/rust"),
  scss: () => import("highlight.js/lib/languages/scss"),
  sql: () => import("highlight.js/lib/languages/sql"),
  swift: () => import("highlight.js/lib/languages/swift"),
  typescript: () => import("highlight.js/lib/languages/typescript"),
  xml: () => import("highlight.js/lib/languages/xml"),
  yaml: () => import("highlight.js/lib/languages/yaml"),
};

const ALSO_CALLED: Readonly<Record<string, string>> = {
  "c#": "csharp",
  "c++": "cpp",
  cs: "csharp",
  docker: "dockerfile",
  golang: "go",
  h: "c",
  html: "xml",
  js: "javascript",
  jsonc: "json",
  jsx: "javascript",
  kt: "kotlin",
  make: "makefile",
  mjs: "javascript",
  postgresql: "sql",
  ps1: "powershell",
  py: "python",
  rb: "ruby",
  rs: "rust",
  sh: "bash",
  shell: "bash",
  svg: "xml",
  toml: "ini",
  ts: "typescript",
  tsx: "typescript",
  yml: "yaml",
  zsh: "bash",
};

let hljs: HLJSApi | null = null;

function nameOf(label: string): string {
  const lower = label.toLowerCase();
  return own(ALSO_CALLED, lower) ?? lower;
}

/** Code in an unknown language stays in one colour. */
export async function loadLanguage(label: string): Promise<void> {
  const name = nameOf(label);
  const load = own(LANGUAGES, name);
  if (!load || hljs?.getLanguage(name)) return;
  const [core, language] = await Promise.all([import("highlight.js/lib/core"), load()]);
  hljs = core.default;
  hljs.registerLanguage(name, language.default);
}

export function colour(code: Element, label: string): void {
  const text = code.textContent;
  const language = nameOf(label);
  if (!hljs?.getLanguage(language) || text.length > LONGEST) return;
  const { value } = hljs.highlight(text, { language, ignoreIllegals: true });
  const coloured = sanitise(value);
  markInvisible(coloured);
  const restore = code.firstChild && keepSelection(code, code.firstChild);
  code.replaceChildren(coloured);
  restore?.();
}
