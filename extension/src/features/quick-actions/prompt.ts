import type { Strings } from "../../shared/locales/strings.ts";

/** The names that a template may contain, as in `{selection}`. */
export const PLACEHOLDERS = ["selection", "page_title", "page_url", "language"] as const;

type Placeholder = (typeof PLACEHOLDERS)[number];

export type Values = Readonly<Record<Placeholder, string>>;

const NAMED = new RegExp(`\\{(${PLACEHOLDERS.join("|")})\\}`, "g");

/** A page chooses its title, which may be of any length. */
const LONGEST_LINE = 500;

/** Eight random characters: 41 bits. */
function drawMark(): string {
  const drawn = crypto.getRandomValues(new Uint32Array(2));
  return Array.from(drawn, (number) => number.toString(36).padStart(7, "0").slice(-4)).join("");
}

function inOneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, LONGEST_LINE);
}

/**
 * Fills in a template. What comes from the page is put between tags with a random mark, which no page can know
 * and close, and a last sentence says that it is data. Placeholders in the filled-in text are not replaced.
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
