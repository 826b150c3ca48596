import { escapeHtml } from "./escape.ts";

const OPENED = ["https:", "http:", "mailto:"];

function parse(address: string): URL | null {
  const url = URL.parse(address);
  return url && OPENED.includes(url.protocol) ? url : null;
}

/** Whether who reads the text knows where the link goes. `https://good.example@evil.example` misleads. */
function namesItsTarget(text: string, url: URL): boolean {
  if (url.protocol === "mailto:") return text === url.pathname;
  const said = URL.parse(text) ?? URL.parse(`${url.protocol}//${text}`);
  if (said?.host !== url.host || said.username || said.password) return false;
  // Parsing makes one of letters that look alike, so the host has to stand there letter by letter.
  return text
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, "")
    .startsWith(url.host);
}

/**
 * A link shows where it goes: the host stands beside any text that is not the address itself. What is no
 * web or mail address stays text. `text` is what the link says, `content` the same as HTML.
 */
export function renderLink(address: string, text: string, content: string): string {
  const url = parse(address);
  if (!url) return text === address ? content : `${content} (${escapeHtml(address)})`;
  const target = url.protocol === "mailto:" ? url.pathname : url.host;
  const shown = namesItsTarget(text, url) ? "" : ` <span class="link-host">${escapeHtml(target)}</span>`;
  const href = escapeHtml(url.href);
  return `<a href="${href}" title="${href}" target="_blank" rel="noopener noreferrer">${content}</a>${shown}`;
}
