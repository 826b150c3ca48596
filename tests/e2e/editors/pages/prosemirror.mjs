import { baseKeymap } from "prosemirror-commands";
import { history, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { schema } from "prosemirror-schema-basic";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { LINES, place, ready } from "./page.mjs";

const paragraphs = LINES.map((line) => schema.node("paragraph", null, schema.text(line)));
const view = new EditorView(place, {
  state: EditorState.create({
    doc: schema.node("doc", null, paragraphs),
    plugins: [history(), keymap({ "Mod-z": undo }), keymap(baseKeymap)],
  }),
});
ready(() => view.state.doc.textBetween(0, view.state.doc.content.size, "\n", "\n"));
