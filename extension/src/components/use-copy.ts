import { useEffect, useState } from "preact/hooks";

const TOLD_FOR_MS = 2000;

/** Copies to the clipboard; `copied` is true for a moment, so that the person can be told. */
export function useCopy(): { copied: boolean; copy(content: string | ClipboardItem): void } {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), TOLD_FOR_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return {
    copied,
    copy(content) {
      const { clipboard } = navigator;
      const written = typeof content === "string" ? clipboard.writeText(content) : clipboard.write([content]);
      void written.then(() => setCopied(true));
    },
  };
}
