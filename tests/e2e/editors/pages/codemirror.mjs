import { basicSetup, EditorView } from "codemirror";
import { LINES, options, place, ready } from "./page.mjs";

const more = Array.from({ length: options.more ?? 0 }, (_, number) => `Line ${number}`);
const doc = [...LINES, ...more].join("\n");
const view = new EditorView({ doc, extensions: [basicSetup], parent: place });
ready(() => view.state.doc.toString());
