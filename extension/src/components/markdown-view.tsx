import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { GrowingDocument } from "../markdown/index.ts";

type Renderer = typeof import("../markdown/index.ts");

let loaded: Renderer | null = null;

/** Called before it is needed, so that the first words of an answer do not wait for it. */
export async function loadMarkdown(): Promise<Renderer> {
  loaded ??= await import("../markdown/index.ts");
  return loaded;
}

function useRenderer(): Renderer | null {
  const [renderer, setRenderer] = useState(loaded);
  useEffect(() => {
    if (!renderer) void loadMarkdown().then((found) => setRenderer(() => found));
  }, [renderer]);
  return renderer;
}

export function MarkdownView({ text, complete }: { text: string; complete: boolean }) {
  const root = useRef<HTMLDivElement>(null);
  const growing = useRef<GrowingDocument | null>(null);
  const renderer = useRenderer();

  useLayoutEffect(() => {
    if (!renderer || !root.current) return;
    growing.current ??= new renderer.GrowingDocument(root.current);
    growing.current.show(text, complete);
  }, [renderer, text, complete]);

  // Preact leaves the inside of this element to the document that grows in it.
  return <div class="markdown" ref={root} />;
}
