import { ContentState, Editor, EditorState } from "draft-js";
import { createElement, useState } from "react";
import { createRoot } from "react-dom/client";
import { LINES, place, ready } from "./page.mjs";

const content = ContentState.createFromText(LINES.join("\n"));
let current;
function DraftEditor() {
  const [editorState, onChange] = useState(() => EditorState.createWithContent(content));
  current = editorState;
  return createElement(Editor, { editorState, onChange });
}
createRoot(place).render(createElement(DraftEditor));
ready(() => current.getCurrentContent().getPlainText());
