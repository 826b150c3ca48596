import type { MarkdownFile } from "./export.ts";

/** Downloads a file. */
export function download({ name, text }: MarkdownFile): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/markdown;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken the content by then.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}
