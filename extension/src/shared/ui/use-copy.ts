import { useEffect, useState } from "preact/hooks";

const TOLD_FOR_MS = 2000;

async function textOf(content: string | ClipboardItem): Promise<string> {
  return typeof content === "string" ? content : await (await content.getType("text/plain")).text();
}

/**
 * Copies to the clipboard. For two seconds `copied` is the number of the copy: a second copy within that time
 * changes it, so that it is announced again. What the browser refuses to copy is shown instead.
 */
export function useCopy(): { copied: number | null; copy(content: string | ClipboardItem): void } {
  const [copied, setCopied] = useState<number | null>(null);
  useEffect(() => {
    if (copied === null) return;
    const timer = setTimeout(() => setCopied(null), TOLD_FOR_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  const refused = async (content: string | ClipboardItem) => {
    setCopied(null);
    const { showRefusedCopy } = await import("./refused-copy.tsx");
    showRefusedCopy(await textOf(content));
  };
  return {
    copied,
    copy(content) {
      const { clipboard } = navigator;
      const written = typeof content === "string" ? clipboard.writeText(content) : clipboard.write([content]);
      void written.then(
        () => setCopied((before) => (before ?? 0) + 1),
        () => refused(content),
      );
    },
  };
}
