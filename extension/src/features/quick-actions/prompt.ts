import type { Strings } from "../../shared/locales/strings.ts";

/** What a template may name, as `{selection}`. */
export const PLACEHOLDERS = ["selection", "page_title", "page_url", "language"] as const;

type Placeholder = (typeof PLACEHOLDERS)[number];

export type Values = Readonly<Record<Placeholder, string>>;

const NAMED = new RegExp(`\\{(${PLACEHOLDERS.join("|")})\\}`, "g");

/** A page may call itself what it likes, at any length. */
const LONGEST_LINE = 500;

/** Eight characters that nobody can know before: 41 bits. */
function drawMark(): string {
  const drawn = crypto.getRandomValues(new Uint32Array(2));
  return Array.from(drawn, (number) => number.toString(36).padStart(7, "0").slice(-4)).join("");
}

function inOneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, LONGEST_LINE);
}

/**
 * The prompt that a template makes. What comes from the page stands between tags that carry a mark drawn
 * for this prompt, so that no page can close them, and a closing sentence says that it is data.
 * Placeholders within what is filled in stay as they are.
 */
export function fillTemplate(template: string, values: Values, strings: Strings, draw = drawMark): string {
  const { selection } = values;
  const fromPage = {
    selection: `\n${selection}\n`,
    page_title: inOneLine(values.page_title),
    page_url: inOneLine(values.page_url),
  };
  let mark: string;
  do mark = draw();
  while (Object.values(fromPage).some((text) => text.includes(mark)));

  const filled = template.replace(NAMED, (_, name: Placeholder) => {
    if (name === "language") return values.language;
    return `<${name}-${mark}>${fromPage[name]}</${name}-${mark}>`;
  });
  return `${filled.trim()}\n\n${strings.actions.dataNote(mark)}`;
}
