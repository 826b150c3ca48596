import { sanitise } from "./sanitise.ts";
import { toHtml, toTokens } from "./to-html.ts";

/** An answer as it goes to other programs: nothing of our page, and formulas as they are written. */
export function toFragment(markdown: string): DocumentFragment {
  const fragment = sanitise(toHtml(toTokens(markdown, Object.create(null))));
  // In our page they show where a link goes; elsewhere the link itself does.
  for (const host of fragment.querySelectorAll(".link-host")) {
    if (host.previousSibling instanceof Text) host.previousSibling.remove();
    host.remove();
  }
  for (const own of fragment.querySelectorAll("[class], [target], [rel], [title], [data-language]")) {
    for (const name of ["class", "target", "rel", "title", "data-language"]) own.removeAttribute(name);
  }
  return fragment;
}

/** HTML for the clipboard, as harmless as what is shown. */
export function toRichText(markdown: string): string {
  const holder = document.createElement("div");
  holder.append(toFragment(markdown));
  return holder.innerHTML.trim();
}
