import type { MarkdownFile } from "./export.ts";

/** Hands a file to the person, as the browser's own downloads do. */
export function download({ name, text }: MarkdownFile): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/markdown;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // By now the browser holds on to it.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}
