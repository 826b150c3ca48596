import { LINES, options, place, ready } from "./page.mjs";

const field = place.appendChild(document.createElement(options.element));
if (options.element === "div") {
  field.contentEditable = "true";
  field.innerHTML = LINES.map((line) => `<div>${line}</div>`).join("");
} else {
  field.value = options.element === "input" ? LINES[1] : LINES.join("\n");
  if (options.maxlength) field.maxLength = options.maxlength;
}
const text = () => field.value ?? field.innerText;
ready(text, text);
