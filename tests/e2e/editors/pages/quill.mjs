import Quill from "quill";
import { LINES, place, ready } from "./page.mjs";

const quill = new Quill(place, { theme: null });
quill.setText(LINES.join("\n"), "silent");
quill.history.clear();
ready(() => quill.getText());
