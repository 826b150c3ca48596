import { render } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { strings } from "../locales/index.ts";
import { addStyles } from "./add-styles.ts";
import { IS_MAC } from "./is-mac.ts";
import styles from "./refused-copy.css?inline";

const ROWS = 8;

addStyles(styles);

function RefusedCopy({ text, onClose }: { text: string; onClose(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    dialog.current?.showModal();
    field.current?.select();
  }, []);
  return (
    <dialog class="refused-copy" ref={dialog} aria-labelledby="refused-copy" onClose={onClose}>
      <p id="refused-copy">{strings.copyRefused(IS_MAC)}</p>
      <textarea ref={field} class="field" readOnly rows={ROWS} value={text} aria-labelledby="refused-copy" />
      <button type="button" class="button" onClick={() => dialog.current?.close()}>
        {strings.error.dismiss}
      </button>
    </dialog>
  );
}

/** Shows a text that the browser did not put on the clipboard, so that the person can copy it. */
export function showRefusedCopy(text: string): void {
  const place = document.createElement("div");
  document.body.append(place);
  const close = () => {
    render(null, place);
    place.remove();
  };
  render(<RefusedCopy text={text} onClose={close} />, place);
}
