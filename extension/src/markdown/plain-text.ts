import { toFragment } from "./rich-text.ts";

// An answer without the marks of Markdown, for a mail or a form: what is emphasised is just said.

const PARAGRAPHS = "BLOCKQUOTE H1 H2 H3 H4 H5 H6 OL P PRE TABLE UL".split(" ");
const INDENT = "  ";

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
    return `${mark} ${tidy(inside(item)).replaceAll("\n", `\n${INDENT}`)}`;
  });
  return lines.join("\n");
}

function writeTable(table: Element): string {
  const rows = [...table.querySelectorAll("tr")];
  return rows.map((row) => [...row.children].map((cell) => tidy(inside(cell))).join("\t")).join("\n");
}

function writeLink(link: HTMLAnchorElement): string {
  const text = inside(link);
  const address = link.href.replace(/^mailto:/, "");
  return address.includes(text) ? text : `${text} (${address})`;
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
      return element.textContent;
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
  return tidy(inside(toFragment(markdown)));
}
