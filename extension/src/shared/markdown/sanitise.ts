import DOMPurify, { type Config } from "dompurify";

// The second line of defence behind `to-html`, which escapes all HTML of an answer: only elements that our own
// code makes may pass. All HTML that a library produces goes through here.

const TAGS =
  "a blockquote br code del em h1 h2 h3 h4 h5 h6 hr li ol p pre span strong table tbody td th thead tr ul";
const ATTRIBUTES = "align class data-language href rel start target title";
const CLASSES = /^(?:image-placeholder|link-host|math|math math-display|hljs-[\w-]+(?: \w+_)*)$/;

const CONFIG = {
  ALLOWED_TAGS: TAGS.split(" "),
  ALLOWED_ATTR: ATTRIBUTES.split(" "),
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
  // Every other attribute has to match that pattern, and would be removed.
  ADD_URI_SAFE_ATTR: ["align", "data-language", "rel", "start", "target"],
  RETURN_DOM_FRAGMENT: true,
} as const satisfies Config;

const purify = DOMPurify(window);

purify.addHook("uponSanitizeAttribute", (_element, attribute) => {
  if (attribute.attrName === "class" && !CLASSES.test(attribute.attrValue)) attribute.keepAttr = false;
});

purify.addHook("afterSanitizeAttributes", (element) => {
  if (element.tagName !== "A") return;
  element.setAttribute("target", "_blank");
  element.setAttribute("rel", "noopener noreferrer");
});

export function sanitise(html: string): DocumentFragment {
  return purify.sanitize(html, { ...CONFIG });
}

// Formulas have an allowlist of their own: MathML that is visible, and nothing that links (`href`), loads, or
// contains HTML (`annotation-xml`). Inline styles would be blocked by the page's content security policy.

const MATH_TAGS =
  "math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace " +
  "msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover";
const MATH_ATTRIBUTES =
  "accent accentunder class columnspan depth display displaystyle fence form height largeop linethickness " +
  "lspace mathsize mathvariant maxsize minsize movablelimits notation rowspan rspace scriptlevel separator " +
  "stretchy symmetric voffset width";

const MATH_CONFIG = {
  ALLOWED_TAGS: MATH_TAGS.split(" "),
  ALLOWED_ATTR: MATH_ATTRIBUTES.split(" "),
  ADD_URI_SAFE_ATTR: MATH_ATTRIBUTES.split(" "),
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
} as const satisfies Config;

const purifyMath = DOMPurify(window);

// A box is an inline style only, and models often put a result into one.
purifyMath.addHook("uponSanitizeAttribute", (element, { attrName, attrValue }) => {
  if (attrName === "style" && attrValue.includes("border:1px solid")) element.classList.add("tml-fbox");
});

export function sanitiseMath(mathml: string): DocumentFragment {
  return purifyMath.sanitize(mathml, { ...MATH_CONFIG });
}
