import { ClassicEditor } from "@ckeditor/ckeditor5-editor-classic";
import { Essentials } from "@ckeditor/ckeditor5-essentials";
import { Paragraph } from "@ckeditor/ckeditor5-paragraph";
import { LINES, place, ready } from "./page.mjs";

const editor = await ClassicEditor.create(place.appendChild(document.createElement("div")), {
  licenseKey: "GPL",
  plugins: [Essentials, Paragraph],
  initialData: LINES.map((line) => `<p>${line}</p>`).join(""),
});

function textOf(node) {
  if (node.is("$text")) return node.data;
  if (node.is("element", "softBreak")) return "\n";
  return [...node.getChildren()].map(textOf).join(node.is("rootElement") ? "\n" : "");
}
ready(() => textOf(editor.model.document.getRoot()));
