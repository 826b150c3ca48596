// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { toPlainText } from "./plain-text.ts";
import { toRichText } from "./rich-text.ts";

const ANSWER = `# Title

Some *words* and \`code\`, $a_1$ and [a page](https://example.com/x).

1. one
   - inside
2. two

| a | b |
|---|--:|
| 1 | **2** |

\`\`\`py
if x:

    y()
\`\`\`

> said

![A chart](https://example.com/p.png)

<b>raw</b>`;

describe("an answer as plain text", () => {
  it("says the same without marks", () => {
    expect(toPlainText(ANSWER)).toBe(`Title

Some words and code, a_1 and a page (https://example.com/x).

1. one
  
  - inside
2. two

a\tb
1\t2

if x:

    y()

said

Image not loaded: A chart (https://example.com/p.png)

<b>raw</b>`);
  });

  it.each([
    ["<https://example.com/x>", "https://example.com/x"],
    ["mail a@example.com", "mail a@example.com"],
    ["see example.com/x, www.example.com", "see example.com/x, www.example.com"],
    ["[docs](https://docs.example.com/3/)", "docs (https://docs.example.com/3/)"],
    ["[example.com](https://example.com/)", "example.com"],
    ["[](https://example.com/)", "https://example.com/"],
    ["```\n    if x:\n\n\n        y\n```", "    if x:\n\n\n        y"],
    ["- a\n\n  ```\n  b\n\n\n    c\n  ```", "- a\n  \n  b\n  \n  \n    c"],
    ["a  \nb<br>c", "a\nb\nc"],
    ["- [x] done\n- [ ] not", "- ☑ done\n- ☐ not"],
    ["3. c\n4. d", "3. c\n4. d"],
    ["", ""],
  ])("%j", (markdown, text) => {
    expect(toPlainText(markdown)).toBe(text);
  });
});

describe("an answer as rich text", () => {
  it("is plain HTML with nothing of our page", () => {
    const html = toRichText(ANSWER);
    expect(html).toContain("<h1>Title</h1>");
    expect(html).toContain('<a href="https://example.com/x">a page</a>.');
    expect(html).toContain("<code>a_1</code>");
    expect(html).toContain("<pre><code>if x:\n\n    y()</code></pre>");
    expect(html).toContain('<td align="right"><strong>2</strong></td>');
    expect(html).toContain("&lt;b&gt;raw&lt;/b&gt;");
    expect(html).not.toMatch(/class=|title=|rel=|target=|<img|<button/);
  });
});
