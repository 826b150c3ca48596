import { escapeHtml } from "./escape.ts";

const OPENED = ["https:", "http:", "mailto:"];

function parse(address: string): URL | null {
  const url = URL.parse(address);
  return url && OPENED.includes(url.protocol) ? url : null;
}

/**
 * A link shows where it goes: the host stands beside any text that does not name it already. What is no
 * web or mail address stays text.
 */
export function renderLink(address: string, content: string): string {
  const url = parse(address);
  if (!url) return content === escapeHtml(address) ? content : `${content} (${escapeHtml(address)})`;
  const target = url.protocol === "mailto:" ? url.pathname : url.host;
  const shown = content.includes(escapeHtml(target))
    ? ""
    : ` <span class="link-host">${escapeHtml(target)}</span>`;
  const href = escapeHtml(url.href);
  return `<a href="${href}" title="${href}" target="_blank" rel="noopener noreferrer">${content}</a>${shown}`;
}
