// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { GrowingDocument } from "./growing-document.ts";
import { sanitise } from "./sanitise.ts";

function show(text: string, root = document.createElement("div")): HTMLElement {
  new GrowingDocument(root).show(text, true);
  return root;
}

const ALLOWED_ATTRIBUTES = [
  "align",
  "class",
  "data-language",
  "href",
  "rel",
  "start",
  "tabindex",
  "target",
  "title",
];
const INERT =
  "A BLOCKQUOTE BR CODE DEL DIV EM H1 H2 H3 H4 H5 H6 HR LI OL P PRE SPAN STRONG TABLE TBODY TD TH THEAD TR UL";

function expectInert(root: ParentNode): void {
  for (const element of root.querySelectorAll("*")) {
    expect(INERT.split(" ")).toContain(element.tagName);
    for (const { name } of element.attributes) expect(ALLOWED_ATTRIBUTES).toContain(name);
    const href = element.getAttribute("href");
    if (href !== null) expect(href).toMatch(/^(https?|mailto):/);
  }
}

const HOSTILE = [
  "![x](https://evil.example/pixel.png)",
  "![x][r]\n\n[r]: https://evil.example/pixel.png",
  '<img src="https://evil.example/a.png">',
  "<img src=x onerror=alert(1)>",
  "<IMG SRC=x OnErRoR=alert(1)//",
  "<svg onload=alert(1)><script>alert(1)</script></svg>",
  "<svg><style><img src=x onerror=alert(1)></style></svg>",
  '<form action="https://evil.example"><input name=q><button>Go</button></form>',
  "<style>*{background:url(https://evil.example/s)}</style>",
  '<p style="background:url(https://evil.example/s)">x</p>',
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x](java&#x0A;script:alert(1))",
  "[x](&#106;avascript:alert(1))",
  "[x](data:text/html,<script>alert(1)</script>)",
  "[x](vbscript:msgbox(1))",
  "[x](file:///etc/passwd)",
  "[x](chrome-extension://abc/popup.html)",
  "<javascript:alert(1)>",
  '[x](https://e.example/"onmouseover="alert(1))',
  '[x](https://e.example "t\\" onclick=\\"alert(1)")',
  '<base href="https://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<link rel="stylesheet" href="https://evil.example/s.css">',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="https://evil.example"></object><embed src="https://evil.example">',
  '<video poster="https://evil.example/p.png"><source src="https://evil.example/v"></video>',
  '<table background="https://evil.example/t.png"><tr><td>x</td></tr></table>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  "<template><img src=x onerror=alert(1)></template>",
  "<a href=https://evil.example ping=https://evil.example/p>x</a>",
  "<!-- <img src=x> --><![CDATA[<img src=x>]]><?php echo 1 ?>",
  '```"><img src=x onerror=alert(1)>\ncode\n```',
  "```html\n<script>alert(1)</script>\n```",
  "`<script>alert(1)</script>`",
  "$<img src=x onerror=alert(1)>$",
  "\\[</code><img src=x onerror=alert(1)>\\]",
  "| <img src=x> | b |\n|---|---|\n| <script>1</script> | [x](javascript:1) |",
  "- [ ] <input type=file>\n- [x] done",
  "# <script>alert(1)</script>",
  "<div id=response class=alert role=alert>fake</div>",
];

describe("an answer that means harm", () => {
  it.each(HOSTILE)("stays inert: %s", (text) => {
    expectInert(show(text));
  });

  it.each(HOSTILE)("stays inert in every state of its arrival: %s", (text) => {
    const root = document.createElement("div");
    const growing = new GrowingDocument(root);
    for (let length = 1; length <= text.length; length += 3) {
      growing.show(text.slice(0, length), false);
      expectInert(root);
    }
  });

  it.each(HOSTILE)("passes the second wall only as inert HTML: %s", (html) => {
    expectInert(sanitise(html));
  });

  it("shows raw HTML as text", () => {
    expect(show("a <b>bold</b> move\n\n<div>x</div>").textContent?.trim()).toBe(
      "a <b>bold</b> move\n<div>x</div>",
    );
  });

  it("names a picture and its address instead of loading it", () => {
    const root = show("![A chart](https://evil.example/p.png?secret=1)");
    expect(root.querySelector(".image-placeholder")?.textContent).toBe(
      "Image not loaded: A chart (https://evil.example/p.png?secret=1)",
    );
  });

  it("shows the address of a link it does not make", () => {
    expect(show("[click](javascript:alert(1))").textContent).toContain("click (javascript:alert(1))");
  });

  it("strips what only we may set", () => {
    const root = document.createElement("div");
    root.append(sanitise('<p class="alert">x</p><span class="math">y</span><p align="center" id="z">w</p>'));
    expect(root.innerHTML).toBe('<p>x</p><span class="math">y</span><p align="center">w</p>');
  });
});

describe("links", () => {
  it("open in a new tab, and show where they go", () => {
    const link = show("[our bank](https://evil.example/login)").querySelector("a");
    expect(link?.getAttribute("target")).toBe("_blank");
    expect(link?.getAttribute("rel")).toBe("noopener noreferrer");
    expect(link?.title).toBe("https://evil.example/login");
    expect(link?.nextElementSibling?.textContent).toBe("evil.example");
  });

  it("do not repeat a host that stands there", () => {
    expect(show("https://example.com/page").textContent?.trim()).toBe("https://example.com/page");
  });
});

describe("a document that grows", () => {
  const TEXT =
    "# Title\n\nFirst *paragraph*\nwith two lines.\n\n- one\n- two\n\n  more of two\n\n```py\nprint(1)\n\nprint(2)\n```\n\n" +
    "| a | b |\n|---|--:|\n| 1<br>2 | 3 |\n\n1. x\n2. y\n\n> quote\n\n\\[\na_1 = b\n\\]\n\nend";

  it("ends as if it had been read at once", () => {
    const root = document.createElement("div");
    const growing = new GrowingDocument(root);
    for (let length = 1; length <= TEXT.length; length += 1) growing.show(TEXT.slice(0, length), false);
    const normal = (html: string) => html.replaceAll(/<\/?div[^>]*>|\n/g, "");
    expect(normal(root.innerHTML)).toBe(normal(show(TEXT).innerHTML));
    expect(root.querySelectorAll("ul, ol, table, blockquote, h1, br")).toHaveLength(6);
    expect(root.querySelector("pre")?.dataset.language).toBe("py");
    expect(root.querySelector("td:last-child")?.getAttribute("align")).toBe("right");
  });

  it("leaves finished blocks untouched", () => {
    const root = document.createElement("div");
    const growing = new GrowingDocument(root);
    growing.show("one\n\ntwo", false);
    const first = root.querySelector("p");
    growing.show("one\n\ntwo and more\n\nthree", false);
    expect(root.querySelector("p")).toBe(first);
    expect([...root.querySelectorAll("p")].map((p) => p.textContent)).toEqual([
      "one",
      "two and more",
      "three",
    ]);
  });

  it("begins anew with another text", () => {
    const root = document.createElement("div");
    const growing = new GrowingDocument(root);
    growing.show("one\n\ntwo", false);
    growing.show("else", true);
    expect(root.textContent?.trim()).toBe("else");
  });

  it("finds link definitions that come last", () => {
    const root = document.createElement("div");
    const growing = new GrowingDocument(root);
    const text = "see [x][1]\n\nmore\n\n[1]: https://example.com";
    growing.show(text, false);
    growing.show(text, true);
    expect(root.querySelector("a")?.href).toBe("https://example.com/");
  });
});

describe("math", () => {
  const formulas = (text: string) =>
    [...show(text).querySelectorAll(".math")].map((element) => element.textContent);

  it.each(["\\(a_1 + b_1\\)", "$a_1 + b_1$", "$$a_1 + b_1$$", "\\[a_1 + b_1\\]", "$$\na_1 + b_1\n$$"])(
    "comes out the same from %j",
    (text) => {
      expect(formulas(text)).toEqual(["a_1 + b_1"]);
      expect(formulas(`Then ${text} holds.`)).toEqual(["a_1 + b_1"]);
    },
  );

  it("keeps what Markdown would eat", () => {
    expect(formulas("\\[\n\\begin{aligned}\na &= b \\\\\n= c*d*e\n\\end{aligned}\n\\]")).toEqual([
      "\\begin{aligned}\na &= b \\\\\n= c*d*e\n\\end{aligned}",
    ]);
  });

  it("sets displayed formulas apart", () => {
    expect(show("$$x$$").querySelector(".math-display")).not.toBeNull();
    expect(show("$x$").querySelector(".math-display")).toBeNull();
  });

  it("takes single letters and small products", () => {
    expect(formulas("$x$, $2x$ and $5 \\times 3$")).toEqual(["x", "2x", "5 \\times 3"]);
  });

  it.each([
    "It costs $5 and $10.",
    "Between $5-$10 a month",
    "costs $5, or 10$",
    "US$20 and CA$30",
    "$20 here, 30$ there",
    "set $HOME and $PATH",
    "a lone $ sign",
    "\\$5 and \\$6",
    "`$a$`",
  ])("leaves money and names alone: %s", (text) => {
    expect(formulas(text)).toEqual([]);
  });
});
