import { Editor } from "@tiptap/core";
import StarterKit from "@tiptap/starter-kit";
import { LINES, place, ready } from "./page.mjs";

const editor = new Editor({
  element: place,
  extensions: [StarterKit],
  content: LINES.map((line) => `<p>${line}</p>`).join(""),
});
ready(() => editor.getText({ blockSeparator: "\n" }));
