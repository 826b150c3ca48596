import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { strings } from "../locales/index.ts";
import { useCopy } from "../ui/use-copy.ts";
import type { PacedDocument } from "./index.ts";

type Renderer = typeof import("./index.ts");

let loaded: Renderer | null = null;

/** Called early, so that the first piece of an answer does not wait for it. */
export async function loadMarkdown(): Promise<Renderer> {
  loaded ??= await import("./index.ts");
  return loaded;
}

/** Null until it is loaded. */
export function useRenderer(): Renderer | null {
  const [renderer, setRenderer] = useState(loaded);
  useEffect(() => {
    if (!renderer) void loadMarkdown().then((found) => setRenderer(() => found));
  }, [renderer]);
  return renderer;
}

interface Props {
  text: string;
  complete: boolean;
}

/** The document has texts of the interface in it, so another language needs another document. */
export function MarkdownView(props: Props) {
  return <Rendered key={strings.locale} {...props} />;
}

function Rendered({ text, complete }: Props) {
  const root = useRef<HTMLDivElement>(null);
  const page = useRef<PacedDocument | null>(null);
  const renderer = useRenderer();

  useLayoutEffect(() => {
    if (!renderer || !root.current) return;
    page.current ??= new renderer.PacedDocument(root.current);
    page.current.show(text, complete);
  }, [renderer, text, complete]);
  useEffect(() => () => page.current?.stop(), []);

  const { copied, copy } = useCopy();
  const pressed = useRef<HTMLElement | null>(null);
  useEffect(() => {
    pressed.current?.toggleAttribute("data-copied", copied !== null);
  }, [copied]);
  useEffect(() => {
    // The copy buttons beside code are part of the rendered document, which Preact does not manage.
    root.current?.addEventListener("click", ({ target }) => {
      const button = target instanceof Element ? target.closest<HTMLElement>(".code-copy") : null;
      if (!button) return;
      pressed.current?.removeAttribute("data-copied");
      pressed.current = button;
      copy(button.closest(".code-block")?.querySelector("code")?.textContent ?? "");
    });
  }, []);

  // The content of the first element belongs to the document; Preact does not touch it.
  return (
    <>
      <div class="markdown" ref={root} aria-busy="true" />
      <span class="visually-hidden" aria-live="polite">
        {copied && strings.answer.copied}
      </span>
    </>
  );
}
