import { useEffect, useState } from "preact/hooks";

const TOLD_FOR_MS = 2000;

/** Copies to the clipboard; `copied` is true for a moment, so that the person can be told. */
export function useCopy(): { copied: boolean; copy(text: string): void } {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), TOLD_FOR_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return {
    copied,
    copy(text) {
      void navigator.clipboard.writeText(text).then(() => setCopied(true));
    },
  };
}
