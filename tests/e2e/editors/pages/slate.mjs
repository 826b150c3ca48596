import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { createEditor, Node } from "slate";
import { withHistory } from "slate-history";
import { Editable, Slate, withReact } from "slate-react";
import { LINES, options, place, ready } from "./page.mjs";

const editor = withHistory(withReact(createEditor()));
const initialValue = LINES.map((text) => ({ type: "paragraph", children: [{ text }] }));
const onPaste = options.paste === "no" ? (event) => event.preventDefault() : undefined;
createRoot(place).render(createElement(Slate, { editor, initialValue }, createElement(Editable, { onPaste })));
ready(() => editor.children.map((block) => Node.string(block)).join("\n"));
