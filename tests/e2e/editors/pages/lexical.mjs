import { createEmptyHistoryState, registerHistory } from "@lexical/history";
import { registerRichText } from "@lexical/rich-text";
import { $createParagraphNode, $createTextNode, $getRoot, createEditor } from "lexical";
import { LINES, place, ready } from "./page.mjs";

const root = place.appendChild(document.createElement("div"));
root.contentEditable = "true";
const editor = createEditor({
  onError(error) {
    throw error;
  },
});
editor.setRootElement(root);
registerRichText(editor);
const fill = () =>
  $getRoot().append(...LINES.map((line) => $createParagraphNode().append($createTextNode(line))));
editor.update(fill, { discrete: true });
registerHistory(editor, createEmptyHistoryState(), 0);
const text = () => $getRoot().getChildren().map((block) => block.getTextContent()).join("\n");
ready(() => editor.read(text));
