import { createElement, useState } from "react";
import { createRoot } from "react-dom/client";
import { LINES, options, place, ready } from "./page.mjs";

const { element, keeps } = options;
let current;
function Controlled() {
  const [value, setValue] = useState(element === "input" ? LINES[1] : LINES.join("\n"));
  current = value;
  return createElement(element, {
    value,
    onChange: (event) => setValue(event.target.value.slice(0, keeps)),
  });
}
createRoot(place).render(createElement(Controlled));
ready(
  () => current,
  () => place.firstElementChild.value,
);
