import { toFragment } from "./rich-text.ts";

// An answer without Markdown marks, for a mail or a form.

const PARAGRAPHS = "BLOCKQUOTE H1 H2 H3 H4 H5 H6 OL P PRE TABLE UL".split(" ");
const INDENT = "  ";

// Code keeps its white space, which is replaced meanwhile by characters that no text contains.
const WHITE = " \n\t";
const KEPT = "\ufdd0\ufdd1\ufdd2";

function keep(code: string): string {
  return code.replace(/[ \n\t]/g, (white) => KEPT.charAt(WHITE.indexOf(white)));
}

function release(text: string): string {
  return text.replace(/[\ufdd0-\ufdd2]/g, (kept) => WHITE.charAt(KEPT.indexOf(kept)));
}

function inside(node: Node): string {
  return [...node.childNodes].map(write).join("");
}

function tidy(text: string): string {
  return text.trim().replace(/\n{3,}/g, "\n\n");
}

function writeList(list: Element): string {
  const items = [...list.children];
  const start = list instanceof HTMLOListElement ? list.start : null;
  const lines = items.map((item, number) => {
    const mark = start === null ? "-" : `${start + number}.`;
    return `${mark} ${tidy(inside(item)).replace(/\n|\ufdd1/g, `$&${INDENT}`)}`;
  });
  return lines.join("\n");
}

function writeTable(table: Element): string {
  const rows = [...table.querySelectorAll("tr")];
  return rows.map((row) => [...row.children].map((cell) => tidy(inside(cell))).join("\t")).join("\n");
}

function bare(address: string): string {
  return address.replace(/^https?:\/\//, "").replace(/\/$/, "");
}

function writeLink(link: HTMLAnchorElement): string {
  const text = inside(link).trim();
  const address = link.href.replace(/^mailto:/, "");
  if (text === "") return address;
  return bare(text) === bare(address) ? text : `${text} (${address})`;
}

function writeElement(element: Element): string {
  switch (element.tagName) {
    case "A":
      return writeLink(element as HTMLAnchorElement);
    case "BR":
      return "\n";
    case "OL":
    case "UL":
      return writeList(element);
    case "PRE":
      return keep(element.textContent.replace(/\n$/, ""));
    case "TABLE":
      return writeTable(element);
    case "HR":
      return "\n\n";
    default:
      return inside(element);
  }
}

function write(node: Node): string {
  if (!(node instanceof Element)) return node.textContent?.replace(/\s*\n\s*/g, "\n") ?? "";
  const text = writeElement(node);
  return PARAGRAPHS.includes(node.tagName) ? `\n\n${text}\n\n` : text;
}

export function toPlainText(markdown: string): string {
  return release(tidy(inside(toFragment(markdown))));
}
