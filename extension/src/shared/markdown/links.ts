import { escapeHtml } from "./escape.ts";

const OPENED = ["https:", "http:", "mailto:"];

function parse(address: string): URL | null {
  const url = URL.parse(address);
  return url && OPENED.includes(url.protocol) ? url : null;
}

/** Whether the text of a link tells where it leads. `https://good.example@evil.example` misleads. */
function namesItsTarget(text: string, url: URL): boolean {
  if (url.protocol === "mailto:") return text === url.pathname;
  const named = URL.parse(text) ?? URL.parse(`${url.protocol}//${text}`);
  if (named?.host !== url.host || named.username || named.password) return false;
  // Parsing maps look-alike characters to one, so the host has to match character by character.
  return text
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, "")
    .startsWith(url.host);
}

/** What could be taken for an address: a scheme, a mail address, or a host with dots of any kind. */
const ADDRESS = /:\/\/|@|localhost|[\p{L}\p{N}][.\u3002\uFF0E\uFF61](?:xn--|\p{L}{2}|\d+\.\d+\.\d)/iu;

/** Whether the text of a link names a place, and not the one to which the link leads. */
export function namesAnotherPlace(text: string, address: string): boolean {
  const url = parse(address);
  const visible = text.replace(/\p{Default_Ignorable_Code_Point}/gu, "");
  return url !== null && ADDRESS.test(visible) && !namesItsTarget(text.trim(), url);
}

/**
 * A link shows where it leads: the host is added to any text that is not the address itself. Anything but a web
 * or mail address stays text. `text` is the text of the link, `content` the same as HTML.
 */
export function renderLink(address: string, text: string, content: string): string {
  const url = parse(address);
  if (!url) return text === address ? content : `${content} (${escapeHtml(address)})`;
  const target = url.protocol === "mailto:" ? url.pathname : url.host;
  const shown = namesItsTarget(text, url) ? "" : ` <span class="link-host">${escapeHtml(target)}</span>`;
  const href = escapeHtml(url.href);
  return `<a href="${href}" title="${href}" target="_blank" rel="noopener noreferrer">${content}</a>${shown}`;
}
