import * as monaco from "monaco-editor/editor/editor.main.js";
import { LINES, options, place, ready } from "./page.mjs";

globalThis.MonacoEnvironment = { getWorker: () => new Worker("monaco-worker.js") };
place.style.height = "300px";
const editor = monaco.editor.create(place, {
  value: LINES.join("\n"),
  language: "plaintext",
  // Its own menu would hide the browser's.
  contextmenu: false,
  accessibilitySupport: options.accessibilitySupport ?? "auto",
  editContext: options.editContext !== "no",
});

const top = (line) => line.getBoundingClientRect().top;
ready(
  () => editor.getValue(),
  () =>
    [...place.querySelectorAll(".view-line")]
      .sort((one, other) => top(one) - top(other))
      .map((line) => line.textContent)
      .join("\n"),
);
