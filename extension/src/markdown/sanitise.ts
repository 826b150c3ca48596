import DOMPurify, { type Config } from "dompurify";

// The second wall behind `to-html`, which lets no foreign HTML through: only what we make ourselves may pass.

const TAGS =
  "a blockquote br code del em h1 h2 h3 h4 h5 h6 hr li ol p pre span strong table tbody td th thead tr ul";
const ATTRIBUTES = "align class data-language href rel start target title";
const CLASSES = new Set(["image-placeholder", "link-host", "math", "math math-display"]);

const CONFIG = {
  ALLOWED_TAGS: TAGS.split(" "),
  ALLOWED_ATTR: ATTRIBUTES.split(" "),
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
  // All the others are held to that pattern, and would vanish.
  ADD_URI_SAFE_ATTR: ["align", "data-language", "rel", "start", "target"],
  RETURN_DOM_FRAGMENT: true,
} as const satisfies Config;

const purify = DOMPurify(window);

purify.addHook("uponSanitizeAttribute", (_element, attribute) => {
  if (attribute.attrName === "class" && !CLASSES.has(attribute.attrValue)) attribute.keepAttr = false;
});

purify.addHook("afterSanitizeAttributes", (element) => {
  if (element.tagName !== "A") return;
  element.setAttribute("target", "_blank");
  element.setAttribute("rel", "noopener noreferrer");
});

export function sanitise(html: string): DocumentFragment {
  const fragment = purify.sanitize(html, { ...CONFIG });
  // They scroll, so the keyboard has to get there.
  for (const wide of fragment.querySelectorAll<HTMLElement>("pre, .math-display")) wide.tabIndex = 0;
  return fragment;
}
