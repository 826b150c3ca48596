const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

const ENTITY = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/gi;

/** Characters that Markdown lets be written as HTML's entities, as the browser knows them. */
export function decodeEntities(text: string): string {
  return text.replace(ENTITY, (entity) => {
    // Its content is text, whatever stands in it.
    const holder = document.createElement("textarea");
    holder.innerHTML = entity;
    return holder.value;
  });
}
