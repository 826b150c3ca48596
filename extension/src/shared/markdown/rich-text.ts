import { setDirections } from "./direction.ts";
import { namesAnotherPlace } from "./links.ts";
import { sanitise } from "./sanitise.ts";
import { toHtml, toTokens } from "./to-html.ts";

/** An answer for other programs: without the elements of our page, and with formulas as they are written. */
export function toFragment(markdown: string): DocumentFragment {
  const fragment = sanitise(toHtml(toTokens(markdown, Object.create(null))));
  setDirections(fragment);
  // The hosts beside links are for our page only; other programs show the address of a link.
  for (const host of fragment.querySelectorAll(".link-host")) {
    if (host.previousSibling instanceof Text) host.previousSibling.remove();
    host.remove();
  }
  for (const own of fragment.querySelectorAll("[class], [target], [rel], [title], [data-language]")) {
    for (const name of ["class", "target", "rel", "title", "data-language"]) own.removeAttribute(name);
  }
  return fragment;
}

/** HTML for the clipboard, sanitised like what is shown. What names another place than it leads to says both. */
export function toRichText(markdown: string): string {
  const holder = document.createElement("div");
  holder.append(toFragment(markdown));
  for (const link of holder.querySelectorAll("a")) {
    if (namesAnotherPlace(link.textContent, link.href)) link.after(` (${link.href.replace(/^mailto:/, "")})`);
  }
  return holder.innerHTML.trim();
}
