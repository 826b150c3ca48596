import type { Tokenizer, Tokens } from "marked";
import { formulaAt } from "./math.ts";

// Tables as GFM has them, except that a `|` in code or in a formula separates no cells, and that cells for which the
// head has no column are kept.

const CODE = /^(`+)(?!`)[\s\S]*?[^`]\1(?!`)/;
const OTHERS = /^(?:`+|\\?[\s\S][^`$\\|]*)/;

/** The first part of a row: code, a formula, the end of a cell, or text without any of them. */
function partOf(rest: string, before: string): { raw: string; text: string } {
  if (rest.startsWith("|")) return { raw: "|", text: "" };
  const formula = formulaAt(rest, before);
  if (formula) return { raw: formula.raw, text: formula.raw };
  const [raw = rest] = CODE.exec(rest) ?? OTHERS.exec(rest) ?? [];
  return { raw, text: raw.replaceAll("\\|", "|") };
}

function splitRow(row: string): string[] {
  const line = row.trim();
  const cells = [""];
  for (let at = 0; at < line.length; ) {
    const { raw, text } = partOf(line.slice(at), line.slice(0, at));
    at += raw.length;
    if (raw === "|") cells.push("");
    else cells.push(`${cells.pop()}${text}`);
  }
  // The row's own edges, which may be left out.
  if (cells[0] === "") cells.shift();
  if (cells.at(-1) === "") cells.pop();
  return cells.map((cell) => cell.trim());
}

type Align = "center" | "left" | "right" | null;

function alignment(mark: string): Align {
  const [left, right] = [mark.startsWith(":"), mark.endsWith(":")];
  if (right) return left ? "center" : "right";
  return left ? "left" : null;
}

/** Takes the place of `table`. */
export function table(this: Tokenizer, source: string): Tokens.Table | undefined {
  const [found, head = "", marks = "", body = ""] = this.rules.block.table.exec(source) ?? [];
  // Without either it is the line under a heading.
  if (found === undefined || !/[:|]/.test(marks)) return undefined;
  const align = splitRow(marks).map(alignment);
  const headers = splitRow(head);
  if (headers.length !== align.length) return undefined;
  const cellOf = (text: string, column: number, header: boolean): Tokens.TableCell => ({
    text,
    tokens: this.lexer.inline(text),
    header,
    align: align[column] ?? null,
  });
  const rows = body.split("\n").filter((line) => line.trim() !== "");
  return {
    type: "table",
    raw: found.replace(/\n+$/, ""),
    align,
    header: headers.map((text, column) => cellOf(text, column, true)),
    rows: rows.map((line) => {
      const cells = splitRow(line);
      while (cells.length < headers.length) cells.push("");
      return cells.map((text, column) => cellOf(text, column, false));
    }),
  };
}
