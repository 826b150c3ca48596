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

const MISLEADING = [
  ["[good.example](https://evil.example/x)", "good.example", "https://evil.example/x"],
  [
    "[https://good.example/login](https://evil.example/)",
    "https://good.example/login",
    "https://evil.example/",
  ],
  ["[**good.example**](https://evil.example/)", "good.example", "https://evil.example/"],
  ["[good.example/pay now](http://evil.example/)", "good.example/pay now", "http://evil.example/"],
  [
    "[https://good.example@evil.example/](https://evil.example/)",
    "https://good.example@evil.example/",
    "https://evil.example/",
  ],
  ["[good。example](https://evil.example/)", "good。example", "https://evil.example/"],
  ["[good\u200B.example](https://evil.example/)", "good\u200B.example", "https://evil.example/"],
  ["[аpple.com](https://xn--pple-43d.com/)", "аpple.com", "https://xn--pple-43d.com/"],
  ["[192.168.0.1](https://evil.example/)", "192.168.0.1", "https://evil.example/"],
  ["[me@good.example](mailto:me@evil.example)", "me@good.example", "me@evil.example"],
] as const;

describe.each(MISLEADING)("a link that names another place: %s", (markdown, text, address) => {
  it("says where it leads in every copy", () => {
    expect(toPlainText(markdown)).toBe(`${text} (${address})`);
    const copied = document.createElement("div");
    copied.innerHTML = toRichText(markdown);
    expect(copied.textContent).toBe(`${text} (${address})`);
    expect(copied.querySelector("a")?.href.replace("mailto:", "")).toBe(address);
  });
});

describe("an answer as rich text", () => {
  it.each([
    "[docs](https://docs.example.com/3/)",
    "https://example.com/x",
    "[example.com](https://example.com/)",
  ])("leaves a link alone that names no other place: %s", (markdown) => {
    expect(toRichText(markdown)).not.toContain("(http");
  });

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
