import type Temml from "temml";
import { countInvisible } from "./invisible.ts";
import { sanitiseMath } from "./sanitise.ts";

// TeX becomes MathML, which the browser renders without extra fonts or styles. Loaded with the first formula.

/** Real formulas are shorter, and the time to parse one grows with its length. */
const LONGEST = 2_000;
/** The unfinished end of an answer is rendered many times, with the same formulas in it. */
const REMEMBERED = 64;

let temml: typeof Temml | null = null;
const remembered = new Map<string, Element | null>();

export async function loadFormulas(): Promise<void> {
  if (temml) return;
  const [found] = await Promise.all([import("temml"), import("./formulas.css")]);
  temml = found.default;
}

function toMathMl(source: string, displayMode: boolean): Element | null {
  if (!temml || source.length > LONGEST) return null;
  try {
    const mathml = temml.renderToString(source, {
      displayMode,
      throwOnError: true,
      strict: true,
      trust: false,
    });
    return sanitiseMath(mathml).firstElementChild;
  } catch {
    // An unknown command, or braces nested so deep that the stack overflows.
    return null;
  }
}

/** The formula as MathML; null where it cannot be parsed, or the library is not loaded yet. */
function formula(source: string, display: boolean): Element | null {
  if (!temml) return null;
  const name = `${display} ${source}`;
  let found = remembered.get(name);
  if (found === undefined) {
    if (remembered.size >= REMEMBERED) remembered.clear();
    found = toMathMl(source, display);
    remembered.set(name, found);
  }
  return found && (found.cloneNode(true) as Element);
}

/**
 * Replaces a formula's source by the formula. What cannot be parsed stays as it is written, and so does what would
 * hide invisible characters.
 */
export function setFormula(code: Element): void {
  const source = code.textContent;
  if (countInvisible(source) > 0) return;
  const display = code.classList.contains("math-display");
  const math = formula(source, display);
  if (!math) return;
  const place = document.createElement("span");
  place.className = code.className;
  place.title = source;
  if (display) place.tabIndex = 0;
  place.append(math);
  code.replaceWith(place);
}
